import type { MarkRow } from '../../../store/index.js';
import { profileMark } from '../../marks/profile-mark.js';
import type { RowChanges } from '../../verdict/verdict.js';

/**
 * A member's state comes back at a time: its marks wait, and where there is none one is raised, whose delivery looks at
 * every part of the state.
 *
 * @param at epoch ms
 * @param failed whether it counts as an attempt
 * @param now epoch ms
 */
export function stateComesAgain(
  { key, stateMarks }: { readonly key: string; readonly stateMarks: readonly MarkRow[] },
  at: number,
  failed: boolean,
  now: number,
): Required<Pick<RowChanges, 'marksPutOff' | 'marksRaised'>> {
  if (stateMarks.length === 0) {
    return { marksPutOff: [], marksRaised: [profileMark(key, now, at)] };
  }
  return {
    marksPutOff: stateMarks.map((mark) => ({
      ...mark,
      notBefore: at,
      attempts: failed ? mark.attempts + 1 : 0,
      doubtUntil: 0,
    })),
    marksRaised: [],
  };
}
