import type { JobMember, MarkChange, MarkRow } from '../../../store/index.js';
import type { Verdict } from '../../verdict/verdict.js';
import type { JobEnded } from './job-verdict.js';

/**
 * A job that was not taken, or of which nobody knows, may have put its members on the list all the same: until it is
 * written once more, nothing that is recorded is believed.
 *
 * @param marks the member's marks of lists as they stand now
 * @param now epoch milliseconds
 * @param againAt when what is not settled is tried again (epoch ms)
 */
export function listVerdict(
  { memberId, listVersions = {} }: JobMember,
  ended: JobEnded,
  marks: readonly MarkRow[],
  now: number,
  againAt: number,
): Verdict {
  const concerned = marks.filter(({ listId }) => listVersions[listId] !== undefined);
  if (ended !== 'taken') {
    const later = concerned.map((mark): MarkChange => ({
      ...mark,
      notBefore: Math.min(mark.notBefore, againAt),
      attempts: mark.attempts + 1,
      doubtUntil: now,
    }));
    return { rows: { marksPutOff: later } };
  }
  const isSame = ({ listId, version }: MarkRow): boolean => listVersions[listId] === version;
  const joins = Object.keys(listVersions).map((listId) => ({ listId, memberId }));
  return {
    rows: {
      // It is on them now by our hand, unless its profile was found there.
      places: [{ kind: 'joined', joins }],
      marksSettled: concerned.filter(isSame),
      // Something has changed since: the list is looked at anew, from here.
      marksPutOff: concerned
        .filter((mark) => !isSame(mark))
        .map((mark): MarkChange => ({ ...mark, notBefore: Math.min(mark.notBefore, now), doubtUntil: 0 })),
    },
  };
}
