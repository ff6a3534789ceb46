import { wordsOf } from './words-of.js';

/** Most names hold none of these, and are done with one test. */
const SUSPICIOUS = /pass|pwd|secret|token|pin|auth|cookie|otp|cv[vc]|jwt|bearer|cred|key|code|value/i;

/** A name with one of these words, at any place in it. */
const CREDENTIAL_WORDS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passcode',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'authorization',
  'credential',
  'pin',
  'otp',
  'cvv',
  'cvc',
  'jwt',
  'bearer',
  'cookie',
]);

/** A name that ends so when its words are written as one: `apiKey`, `api_key`, `userpassword`. */
const CREDENTIAL_END =
  /(password|passwd|passcode|passphrase|secret|token|authorization|credential|apikey|accesskey|privatekey|secretkey)s?$/;

const VOUCHER_WORDS: ReadonlySet<string> = new Set(['voucher', 'coupon', 'giftcard', 'redemption']);

const CODE_END = /(^|bar|qr|voucher|coupon|giftcard|redemption)codes?$/;

const singular = (word: string): string => (word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word);

const isVoucher = (words: readonly string[]): boolean =>
  words.some((word) => VOUCHER_WORDS.has(singular(word))) || words.join('').includes('giftcard');

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/**
 * Whether a field holds a secret, judged by its name, its value's type and the name of what holds it (a key, or the
 * event's type for the payload itself; arrays are seen through). Removed are, at any depth:
 * - credentials: a name with the word password, passcode, passphrase, secret, token, authorization, credential, pin,
 *   otp, cvv, cvc, jwt, bearer or cookie in it, or ending in apiKey, accessKey or privateKey;
 * - `value` within `code`: a voucher's bearer secret, wherever the voucher stands;
 * - a plain `code`, `barcode` or `qrCode` of a voucher, coupon, gift card or redemption (`voucher.code`,
 *   `couponCode`, the `code` of a VOUCHER_GIVEN), for it is the same secret in another shape.
 *
 * A boolean tells no secret (`hasPassword`), nor does a number under a plural (`tokens: 3`). A promotion's code is
 * public and stays.
 */
export function isSecret(name: string, value: unknown, holder: string): boolean {
  if (typeof value === 'boolean' || value === null || !SUSPICIOUS.test(name)) return false;
  const words = wordsOf(name);
  const joined = words.join('');
  const counted = typeof value === 'number' && joined.endsWith('s');
  if (!counted && (words.some((word) => CREDENTIAL_WORDS.has(singular(word))) || CREDENTIAL_END.test(joined)))
    return true;
  if (joined === 'auth') return true;
  if (joined === 'value') return CODE_END.test(wordsOf(holder).join(''));
  if (!CODE_END.test(joined)) return false;
  const bears = isScalar(value) || (Array.isArray(value) && value.some(isScalar));
  return bears && (isVoucher(words) || isVoucher(wordsOf(holder)));
}
