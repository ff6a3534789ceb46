import type { JobRow, MarkChange, MarkRow } from '../../store/index.js';
import type { Prepared } from '../member/prepared.js';

/** What of a member is needed when a submission has been answered. The rest of ten thousand is let go before. */
export type Submitted = Pick<Prepared, 'key' | 'identity' | 'link' | 'stateMarks' | 'listMarks'>;

/** An import job that was handed in, with its members. */
export interface Submission {
  readonly job: JobRow;
  readonly members: readonly Submitted[];
}

export const submitted = ({ key, identity, link, stateMarks, listMarks }: Prepared): Submitted => ({
  key,
  identity,
  link,
  stateMarks,
  listMarks,
});

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
export const joining = (members: readonly Submitted[], listIds: readonly string[]): MarkRow[] =>
  members.flatMap(({ listMarks }) => listMarks.filter(({ listId }) => listIds.includes(listId)));
