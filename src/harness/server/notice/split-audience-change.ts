import type { AudienceChange } from '../../../contract/index.js';
import { chunksOf } from '../shapes/chunks-of.js';

/** Cuts a change of many members into changes of at most `size`, so that no single call takes long. */
export function splitAudienceChange(change: AudienceChange, size: number): readonly AudienceChange[] {
  if (change.refreshed) return [change];
  const { audienceId, joined, left } = change;
  if (joined.length + left.length <= size) return [change];
  return [
    ...chunksOf(joined, size).map((part) => ({ audienceId, joined: part, left: [] })),
    ...chunksOf(left, size).map((part) => ({ audienceId, joined: [], left: part })),
  ];
}
