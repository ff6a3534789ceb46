import { isPlaceholderText } from './is-placeholder-text.js';
import { wellFormed } from './well-formed.js';

/** A name or a line of an address is shorter; what is longer is no such thing and could cost the whole profile. */
const LONGEST = 1000;

/** A text of a member as it may be sent, trimmed; `undefined` for none, a placeholder, or over 1000 characters. */
export function cleanText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST || isPlaceholderText(value)) return undefined;
  return wellFormed(value.trim());
}
