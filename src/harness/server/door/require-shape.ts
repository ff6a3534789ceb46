import { Refusal } from '../answers/refusal.js';
import { arrayOf } from '../shapes/array-of.js';
import type { Shape } from '../shapes/shape.js';

/** So many issues are told at once; a body of 100 000 wrong members needs no answer of 100 000 sentences. */
const MOST_ISSUES = 100;

/**
 * Takes a whole list or nothing of it.
 *
 * @throws Refusal 422 with the path of each issue, `/2/points` for the points of the third item
 */
export function requireShape(items: readonly unknown[], shape: Shape): void {
  const issues = arrayOf(shape)(items, '');
  if (issues.length > 0) throw Refusal.ofIssues(422, issues.slice(0, MOST_ISSUES));
}
