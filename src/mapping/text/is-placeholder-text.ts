import { isPlaceholderEmail } from './is-placeholder-email.js';

/**
 * Words that stand for a missing value. `NULL`, `NONE`, `NA` and `TEST` are not among them: they are surnames, answers
 * and country codes as well.
 */
const WORDS: ReadonlySet<string> = new Set([
  'REDACTED',
  'UNKNOWN',
  'EXAMPLE',
  'PLACEHOLDER',
  'ANONYMISED',
  'ANONYMIZED',
  'UNDEFINED',
  'N/A',
]);

/** `-`, `--`, `...`, `***`, `?`: no letter and no digit, only what a form was filled with to get past it. */
const FILLER = /^[-\u2010-\u2015_.*?\s]*$/u;

/** Brackets and the like around a word, as in `[REDACTED]`. */
const WRAPPING = /^[[<({*_"'\s-]+|[\]>)}*_"'\s.-]+$/gu;

/**
 * Whether a text stands for "not known": `REDACTED`, `UNKNOWN`, `EXAMPLE` and such in any case, also several of them
 * and in brackets, `EXAMPLE@EXAMPLE.COM`, and a text of dashes, dots or blanks.
 */
export function isPlaceholderText(text: string): boolean {
  if (FILLER.test(text)) return true;
  const trimmed = text.trim();
  // No placeholder is long; this also bounds the work for a huge text.
  if (trimmed.length > 320) return false;
  if (trimmed.includes('@')) return isPlaceholderEmail(trimmed);
  return trimmed.split(/[\s,;_-]+/u).every((word) => {
    const bare = word.replace(WRAPPING, '').toUpperCase();
    return bare === '' || WORDS.has(bare);
  });
}
