import { isSecretText } from '../mapping/index.js';

/** A sentence, not a document. */
const MOST_CHARACTERS = 200;
/** What is looked through: more of a foreign text is never shown. */
const LOOKED_THROUGH = 1_000;
/** What Klaviyo quotes of a request. */
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’/gu;
const EMAIL = /[^\s@<>"]*@[^\s<>"]*/gu;
/** Rather too much than too little: telephone numbers, dates of birth, card and account numbers, postcodes. */
const DIGITS = /\+?\d(?:[\d ()./-]*\d){3,}/gu;
const LONG_WORD = /[\w.+/=-]{25,}/gu;
/** Invisible ones, and such as turn the direction of writing. */
const CONTROL = /\p{C}+/gu;

/**
 * A title of Klaviyo's errors as it may be shown and kept: it may quote what was sent. Addresses, numbers, secrets and
 * whatever stands in quotation marks are masked.
 *
 * @returns null where nothing is left to tell
 */
export function maskedText(text: string): string | null {
  const looked = text.slice(0, LOOKED_THROUGH).replace(CONTROL, ' ');
  if (isSecretText(looked)) return null;
  const masked = looked
    .replace(QUOTED, '‹…›')
    .replace(EMAIL, '‹e-mail›')
    .replace(LONG_WORD, '‹…›')
    .replace(DIGITS, '‹number›')
    .replace(/\s+/gu, ' ')
    .trim();
  if (!/\p{L}{2}/u.test(masked)) return null;
  return masked.length > MOST_CHARACTERS ? `${masked.slice(0, MOST_CHARACTERS)}…` : masked;
}
