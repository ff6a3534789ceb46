/** RFC 5321: 64 octets before the sign, 254 in all. */
const LONGEST = 254;
const LONGEST_MAILBOX = 64;

const MAILBOX = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/u;

/**
 * An e-mail address in the form in which it identifies a profile: trimmed, lower case. `undefined` where it is not
 * well-formed. One malformed address makes Klaviyo refuse a whole bulk import, so a doubtful one counts as malformed.
 */
export function emailAddress(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  const at = address.lastIndexOf('@');
  if (at < 1 || at > LONGEST_MAILBOX || address.length > LONGEST) return undefined;
  return MAILBOX.test(address.slice(0, at)) && DOMAIN.test(address.slice(at + 1)) ? address : undefined;
}
