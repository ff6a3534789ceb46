import { ABSENT, NONE, type Read, unreadable, valueOf } from '../read/read.js';
import { isPlaceholderText } from './is-placeholder-text.js';
import { normalText } from './normal-text.js';

/**
 * The most characters of a name or of a line of an address. Klaviyo tells no limit for them [?]; 255 is what it tells
 * for `external_id`, and no real name is longer.
 */
const LONGEST_TEXT = 255;

const isPlaceholderReason = unreadable(
  'placeholder_left_out',
  'A placeholder such as UNKNOWN stands in place of a value, so it was left out.',
);

/**
 * A text of the platform that is there and no placeholder, in one form and unbounded; the beginning of every other
 * reader. A host may send a number where a text belongs (a postcode): its digits are the text.
 */
export function readWords(raw: unknown): Read<string> {
  if (raw === undefined) return ABSENT;
  if (raw === null) return NONE;
  if (typeof raw === 'number' && Number.isFinite(raw)) return valueOf(String(raw));
  if (typeof raw !== 'string')
    return unreadable('field_unusable', 'The field is no text, so it was left out.');
  const text = normalText(raw);
  if (text === '') return NONE;
  return isPlaceholderText(text) ? isPlaceholderReason : valueOf(text);
}

/** Cut at a number of UTF-16 units, within no character. */
function shortened(text: string, longest: number): string {
  const last = text.charCodeAt(longest - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest;
  return text.slice(0, end).trimEnd();
}

/**
 * A text as it may be sent: NFC, without invisible marks, at most 255 characters. One that is longer is cut there with
 * the reason `text_shortened`; a placeholder is unreadable; an empty one is told to be none.
 */
export function readText(raw: unknown, longest = LONGEST_TEXT): Read<string> {
  // A megabyte is not normalised to keep a line of it.
  const tooLong = typeof raw === 'string' && raw.length > longest * 16;
  const read = readWords(tooLong ? raw.slice(0, longest * 16) : raw);
  if (read.kind !== 'value' || (read.value.length <= longest && !tooLong)) return read;
  return valueOf(shortened(read.value, longest), [
    { code: 'text_shortened', message: `The text is over ${longest} characters and was cut there.` },
  ]);
}
