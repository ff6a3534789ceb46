import { visibleText } from '../text/normal-text.js';

/**
 * Klaviyo takes e-mail addresses of fewer than 100 characters in events [doc]: a longer one would make a profile whose
 * events are all refused. RFC 5321 allows 254, and 64 before the sign.
 */
const LONGEST = 99;
const LONGEST_MAILBOX = 64;

const MAILBOX = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/u;

/**
 * An e-mail address in the form in which it identifies a profile: NFC, without invisible marks, lower case. `undefined`
 * where it is not well-formed. One malformed address makes Klaviyo refuse a whole bulk import, so a doubtful one counts
 * as malformed.
 */
export function emailAddress(text: string): string | undefined {
  if (text.length > LONGEST * 4) return undefined;
  // Lower case may take a letter apart (İ), so it is composed again.
  const address = visibleText(text).toLowerCase().normalize('NFC');
  const at = address.lastIndexOf('@');
  if (at < 1 || at > LONGEST_MAILBOX || address.length > LONGEST) return undefined;
  return MAILBOX.test(address.slice(0, at)) && DOMAIN.test(address.slice(at + 1)) ? address : undefined;
}
