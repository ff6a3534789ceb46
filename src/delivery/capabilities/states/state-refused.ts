import type { LinkRow } from '../../../store/index.js';
import { type GivenUp, stateLetter } from '../../letters/dead-letter.js';
import type { Prepared } from '../../member/prepared.js';
import type { RaisedMark, Verdict } from '../../verdict/verdict.js';
import type { StateRefusal } from './state-refusal.js';
import type { StateScope } from './state-unsent.js';

/**
 * What Klaviyo refused costs a field, an identifier or the stored id; the state goes again without.
 *
 * @param lists marks that bring its places back, where its profile is gone
 */
export const stateGoesWithLess = (
  { key }: Prepared,
  { kind, warning }: Exclude<StateRefusal, { kind: 'final' }>,
  link: LinkRow,
  lists: readonly RaisedMark[] = [],
): Verdict => ({
  rows: {
    links: [link],
    tallies: [{ kind: 'warned', code: warning, count: 1 }],
    ...(kind === 'id' ? { places: [{ kind: 'lost', memberId: key }] } : {}),
    marksRaised: lists,
  },
  backlog: { members: [{ key, state: { dueAt: 0 }, refused: true }] },
});

/** Klaviyo will not take it as it is: the marks become dead letters and rest until the member changes again. */
export function stateGivenUp(
  { key, link, stateMarks }: Prepared,
  reason: GivenUp,
  { connectionId, now }: Pick<StateScope, 'connectionId' | 'now'>,
): Verdict {
  const whole = { facet: 'profile', memberId: key, listId: '', attempts: 0 } as const;
  const marks = stateMarks.length > 0 ? stateMarks : [whole];
  return {
    rows: {
      links: [link],
      letters: marks.map((mark) => stateLetter(connectionId, mark, mark.attempts + 1, reason, now)),
      marksSettled: stateMarks,
    },
    backlog: { members: [{ key, marksGone: stateMarks, state: 'given up', refused: true }] },
  };
}
