import { Refusal } from '../answers/refusal.js';
import { isObject } from '../shapes/is-object.js';

/**
 * What a route for lists was sent: an array, or one object that stands for an array of one.
 *
 * @throws Refusal 400 `not_a_list`
 */
export function readItems(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body as readonly unknown[];
  if (isObject(body)) return [body];
  throw new Refusal(400, {
    code: 'not_a_list',
    message: 'Send a JSON array of objects, one object, or NDJSON.',
  });
}
