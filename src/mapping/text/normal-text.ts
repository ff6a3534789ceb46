import { wellFormed } from './well-formed.js';

/** What most texts are: printable ASCII with single blanks between the words. */
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Blanks of every kind, line ends included. */
const BLANKS = /[\s\u0085\u2028\u2029]+/gu;

/**
 * Control characters, and marks that nobody sees: directions, zero-width blanks, byte order marks. The two joiners stay,
 * as Persian and Indic names are written with them.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** A joiner that joins nothing. */
const LOOSE_JOINERS = /^[\u200c\u200d\s]+|[\u200c\u200d\s]+$/gu;

/**
 * A text in one form: Unicode NFC, without control characters and invisible marks, blanks and line ends as one space,
 * trimmed. Two texts that look alike become the same one, so that a segment finds both. Lone surrogates become U+FFFD.
 *
 * @example
 * normalText('Rene\u0301\u200b \n Lind'); // 'René Lind'
 */
export function normalText(text: string): string {
  if (PLAIN.test(text)) return text;
  return wellFormed(text)
    .replace(BLANKS, ' ')
    .replace(INVISIBLE, '')
    .replace(BLANKS, ' ')
    .replace(LOOSE_JOINERS, '')
    .normalize('NFC');
}

/** A text without any invisible mark, the joiners included: for addresses and numbers, which are compared letter by letter. */
export const visibleText = (text: string): string => normalText(text).replace(/[\u200c\u200d]/gu, '');
