import type { KeysetPage } from '../../../../contract/index.js';

/** Cuts a page out of rows of which one more than the limit was read: that one tells whether a page follows. */
export function keysetPage<R, T>(
  rows: readonly R[],
  limit: number,
  asOf: number,
  key: (row: R) => string,
  item: (row: R) => T,
): KeysetPage<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? { next: key(last) } : {};
  return { items: shown.map(item), ...next, asOf };
}
