import type { Json } from '../../contract/index.js';
import { ZERO_TEXT_SUFFIX } from '../dictionary.js';
import type { Shaping } from './shaping.js';

/**
 * Fields with the text of each numeric 0 beside it, as far as there is room, because Klaviyo ignores a numeric 0 in
 * events. A name that a field has is not taken from it.
 */
export function withZeroTexts(
  fields: ReadonlyMap<string, Json>,
  room: number,
  { taken, warnings, keys }: Pick<Shaping, 'taken' | 'warnings' | 'keys'>,
): ReadonlyMap<string, Json> {
  const all = new Map(fields);
  for (const [name, value] of fields) {
    if (value !== 0) continue;
    const text = name + ZERO_TEXT_SUFFIX;
    if (all.has(text) || taken?.has(text)) continue;
    if (all.size >= room) {
      warnings.add(
        'zero_text_dropped',
        'Klaviyo ignores a 0 in events, and there was no room left for its text; send fewer fields.',
        keys,
      );
      break;
    }
    all.set(text, '0');
  }
  return all;
}
