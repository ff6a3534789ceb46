import type { JobMember, MarkChange, MarkRow } from '../../../store/index.js';
import type { SettledMark } from '../../marks/settled-marks.js';
import type { JobEnded } from './job-verdict.js';

/** What the end of a job changes for one member and the lists that the job was to put it on. */
export interface ListVerdict {
  /** Lists that it is on now by our hand, unless its profile was found there. */
  readonly joined: readonly string[];
  readonly settled: readonly SettledMark[];
  readonly later: readonly MarkChange[];
}

/**
 * A job that was not taken, or of which nobody knows, may have put its members on the list all the same: until it is
 * written once more, nothing that is recorded is believed.
 *
 * @param marks the member's marks of lists as they stand now
 * @param now epoch milliseconds
 * @param againAt when what is not settled is tried again (epoch ms)
 */
export function listVerdict(
  { listVersions = {} }: JobMember,
  ended: JobEnded,
  marks: readonly MarkRow[],
  now: number,
  againAt: number,
): ListVerdict {
  const concerned = marks.filter(({ listId }) => listVersions[listId] !== undefined);
  if (ended !== 'taken') {
    const later = concerned.map((mark): MarkChange => ({
      ...mark,
      notBefore: Math.min(mark.notBefore, againAt),
      attempts: mark.attempts + 1,
      doubtUntil: now,
    }));
    return { joined: [], settled: [], later };
  }
  const isSame = ({ listId, version }: MarkRow): boolean => listVersions[listId] === version;
  return {
    joined: Object.keys(listVersions),
    settled: concerned.filter(isSame),
    // Something has changed since: the list is looked at anew, from here.
    later: concerned
      .filter((mark) => !isSame(mark))
      .map((mark): MarkChange => ({ ...mark, notBefore: Math.min(mark.notBefore, now), doubtUntil: 0 })),
  };
}
