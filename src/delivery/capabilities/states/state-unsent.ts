import { WRITE_DOUBT_MS } from '../../../klaviyo/index.js';
import { joinKeys } from '../../../mapping/index.js';
import type { MarkRow } from '../../../store/index.js';
import { isHopeless, retryDelay } from '../../kit/retry.js';
import { stateLetter } from '../../letters/dead-letter.js';
import type { Prepared } from '../../member/prepared.js';
import { HOPELESS } from '../../outbox/unsent-events.js';
import type { Sent } from '../../send/sender.js';
import type { Verdict } from '../../verdict/verdict.js';
import { stateComesAgain } from './state-comes-again.js';

/** When and where it is decided. */
export interface StateScope {
  readonly connectionId: string;
  /** Epoch ms at which the write was begun. */
  readonly begunAt: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** 0 to 1, for the retry's jitter. */
  readonly random: number;
}

/** A write of a state without success: it comes again; what has failed for a day is a person's matter. */
export function failedState(
  prepared: Prepared,
  { code, doubt }: Pick<Extract<Sent<unknown>, { kind: 'failed' }>, 'code' | 'doubt'>,
  { connectionId, begunAt, now, random }: StateScope,
): Verdict {
  const { key, link, state, stateMarks } = prepared;
  const attempts = attemptsOf(prepared) + 1;
  const until = now + retryDelay(attempts, random);
  const hopeless = stateMarks.filter((mark) => isHopeless(attempts, mark.markedAt, now));
  const waiting = stateMarks.filter((mark) => !hopeless.includes(mark));
  const comesAgain = hopeless.length === 0 || waiting.length > 0;
  return {
    rows: {
      links: [
        {
          ...link,
          doubtUntil: doubt ? Math.max(link.doubtUntil, now + WRITE_DOUBT_MS) : link.doubtUntil,
          writeBegunAt: doubt ? begunAt : link.writeBegunAt,
          findFrom: doubt ? Math.max(0, link.findFrom) : link.findFrom,
          // Without an answer what was accepted before is no longer known; with one nothing has changed.
          acceptedProfile: state.profileHash !== null && doubt ? null : link.acceptedProfile,
          acceptedPoints: state.pointsHash !== null && doubt ? null : link.acceptedPoints,
          sentKeys: doubt ? joinKeys(link.sentKeys, state.sentKeys) : link.sentKeys,
        },
      ],
      letters: hopeless.map((mark: MarkRow) =>
        stateLetter(connectionId, mark, mark.attempts + 1, { code, message: HOPELESS }, now),
      ),
      ...(comesAgain ? stateComesAgain({ key, stateMarks: waiting }, until, true, now) : {}),
    },
    backlog: { members: [{ key, marksGone: stateMarks, state: { dueAt: until } }] },
  };
}

/** It never arrived: as if it had not been begun. */
export const postponedState = (
  { key, link }: Prepared,
  { operationRests, ms }: Pick<Extract<Sent<unknown>, { kind: 'later' }>, 'operationRests' | 'ms'>,
  now: number,
): Verdict => ({
  rows: { links: [link] },
  backlog: { members: [{ key, state: { dueAt: operationRests ? 0 : now + ms } }] },
});

/** Failed attempts of the state so far. */
export const attemptsOf = ({ stateMarks }: Prepared): number =>
  Math.max(0, ...stateMarks.map((mark) => mark.attempts));
