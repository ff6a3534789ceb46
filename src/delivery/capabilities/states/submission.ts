import type { JobRow, LinkRow, MarkChange, MarkRow } from '../../../store/index.js';
import { isNameless } from '../../member/is-nameless.js';
import type { Batch } from '../../plan/batch.js';
import type { Prepared } from '../../member/prepared.js';

/** What of a member is needed when a submission has been answered. The rest of ten thousand is let go before. */
export interface Submitted extends Pick<Prepared, 'key' | 'stateMarks' | 'listMarks'> {
  /** Of somebody who will only be found by its own id: its link. */
  readonly nameless: LinkRow | null;
}

/** An import job that was handed in, with its members. */
export interface Submission {
  readonly job: JobRow;
  readonly members: readonly Submitted[];
  /** Which has checked the members out. */
  readonly batch: Batch;
}

export const submitted = (prepared: Prepared): Submitted => {
  const { key, link, stateMarks, listMarks } = prepared;
  return { key, stateMarks, listMarks, nameless: isNameless(prepared) ? link : null };
};

/** Their marks of profile and points, put off. */
export const waiting = (members: readonly Submitted[], notBefore: number, failed: boolean): MarkChange[] =>
  members.flatMap(({ stateMarks }) =>
    stateMarks.map((mark) => ({
      ...mark,
      notBefore,
      attempts: mark.attempts + (failed ? 1 : 0),
      doubtUntil: 0,
    })),
  );

/** Their marks of lists that the job settles. */
export const joining = (
  members: readonly Pick<Submitted, 'listMarks'>[],
  listIds: readonly string[],
): MarkRow[] =>
  members.flatMap(({ listMarks }) => listMarks.filter(({ listId }) => listIds.includes(listId)));
