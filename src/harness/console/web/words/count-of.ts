import { formatCount } from '../ui/format-count.js';
import { type Noun, NOUNS } from './terms.js';

/** The texts are English, whatever language the numbers are written in. */
const rules = new Intl.PluralRules('en');

/** `one` or `other`: which form a number takes. */
const formOf = (count: number): 'one' | 'other' => (rules.select(count) === 'one' ? 'one' : 'other');

/** A number with what it counts: `1 event`, `1,200 events`. */
export const countOf = (count: number, noun: Noun): string =>
  `${formatCount(count)} ${NOUNS[noun][formOf(count)]}`;
