/**
 * Domains of documentation and of tests, below which nobody receives mail; Klaviyo drops such addresses without a
 * word. Of the reserved top-level domains `.example` is not refused: a tenant's trial data lives there.
 */
const DOMAIN =
  /(^|\.)(example\.(com?|net|org|edu|(com?\.)?[a-z]{2})|test\.(com|net|org))$|(^|\.)(invalid|localhost|test)$/;

/** A redaction often keeps addresses apart by a number: `redacted-7f3a@…`. */
const REDACTED = /^(redacted|anonymi[sz]ed)([-_.+\d]|$)/;

const MAILBOX: ReadonlySet<string> = new Set([
  'example',
  'unknown',
  'placeholder',
  'noemail',
  'nomail',
  'noreply',
  'donotreply',
]);

/**
 * Whether an address stands for "no address": `EXAMPLE@EXAMPLE.COM`, `redacted@…`, `unknown@…`, `no-reply@…`, anything
 * at a domain of examples. In any case; blanks around it do not matter.
 */
export function isPlaceholderEmail(address: string): boolean {
  const text = address.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 0) return false;
  const mailbox = text.slice(0, at);
  if (DOMAIN.test(text.slice(at + 1))) return true;
  return REDACTED.test(mailbox) || MAILBOX.has(mailbox.replace(/[-_.+\d]/g, ''));
}
