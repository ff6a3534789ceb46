import type { Issue } from '../../../contract/index.js';
import { DEEPEST } from './limits.js';

/** PostgreSQL refuses the one and changes the other; SQLite takes both. Here neither comes in. */
const UNFIT = /[\0\p{Surrogate}]/u;

/** One step of a JSON pointer (RFC 6901). */
export const pointerStep = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const tooDeep = (path: string): Issue => ({
  path,
  code: 'too_deep',
  message: `Send at most ${DEEPEST} objects and arrays within each other.`,
});

/** Whether a parsed value is nested more deeply than what walks it can bear. */
export function isTooDeep(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => isTooDeep(part, left - 1));
}

/** The first text, key or nesting of a parsed value that no database can be given. */
export function unfitPart(value: unknown, path = '', left = DEEPEST): Issue | undefined {
  if (typeof value === 'string') return UNFIT.test(value) ? unfitText(path) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (left === 0) return tooDeep(path);
  for (const [key, part] of Object.entries(value)) {
    if (UNFIT.test(key)) return unfitText(path);
    // A path is written only where it is needed: most parts are neither deep nor unfit.
    if (typeof part !== 'string' && (typeof part !== 'object' || part === null)) continue;
    const issue = unfitPart(part, '', left - 1);
    if (issue) return { ...issue, path: path + pointerStep(key) + issue.path };
  }
  return undefined;
}

const unfitText = (path: string): Issue => ({
  path,
  code: 'text_invalid',
  message: 'Send texts and names without NUL and without half a surrogate pair.',
});
