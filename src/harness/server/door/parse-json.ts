import { Refusal } from '../answers/refusal.js';
import { isTooDeep, tooDeep } from './unfit.js';

/**
 * Parses a JSON body; an empty one is `undefined`, so that routes with an optional body need no special client.
 *
 * @throws Refusal 400 `invalid_json`, `too_deep`
 */
export function parseJson(text: string): unknown {
  const body = text.replace(/^\uFEFF/, '');
  if (body.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(400, { code: 'invalid_json', message: 'The body is not valid JSON.' });
  }
  if (isTooDeep(value)) throw new Refusal(400, tooDeep(''));
  return value;
}
