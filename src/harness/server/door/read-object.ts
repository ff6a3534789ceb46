import { Refusal } from '../answers/refusal.js';
import { objectOf } from '../shapes/object-of.js';
import type { Shape } from '../shapes/shape.js';

/** The fields of a body, by name. */
type Fields = Readonly<Record<string, Shape>>;

/**
 * A body that is one object of known fields; an absent body counts as `{}`. A field that is not known is refused: a
 * misspelt `queue` must not end as its default.
 *
 * @throws Refusal 422 with the path of each issue
 */
export function readObject(body: unknown, required: Fields, optional: Fields = {}): object {
  const value = body ?? {};
  const known = new Set([...Object.keys(required), ...Object.keys(optional)]);
  const issues = [
    ...objectOf(required, optional)(value, ''),
    ...(Array.isArray(value) ? [] : Object.keys(value))
      .filter((key) => !known.has(key))
      .map((key) => ({ path: `/${key}`, code: 'unknown_field', message: `${key} is not known here.` })),
  ];
  if (issues.length > 0) throw Refusal.ofIssues(422, issues);
  return value;
}
