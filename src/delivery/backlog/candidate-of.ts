import type { Candidate } from '../plan/candidate.js';
import { EVENT_FRAME_BYTES } from '../plan/limits.js';
import type { Entry } from './entry.js';
import type { Step } from './next-step.js';

const ONE: readonly number[] = [1];

const joinsOf = (marks: Entry['marks']): string => {
  let lists = '';
  for (const { facet, listId } of marks) if (facet === 'list') lists += `${listId}\n`;
  return lists;
};

/** Who can take a step, as the planner sees it. */
export const candidateOf = (
  { key, events, marks, backfill, cap }: Entry,
  { need, listId }: Step,
  profileBytes: number,
): Candidate => ({
  key,
  need,
  listId,
  joins: need === 'state' ? joinsOf(marks) : '',
  sizes:
    need === 'event'
      ? events.map(({ bytes }) => bytes + EVENT_FRAME_BYTES)
      : need === 'state'
        ? [profileBytes]
        : ONE,
  backfill,
  cap: cap ?? Infinity,
});
