import { isHopeless, retryDelay } from '../kit/retry.js';
import type { OutboxEvent } from '../member/member-work.js';
import type { Sent } from '../send/sender.js';
import { NO_CHANGE, type ParkedMember, type Verdict } from '../verdict/verdict.js';
import { buriedEvents } from './outbox-verdicts.js';

/** A member whose events were sent without success. */
export interface UnsentMember {
  readonly key: string;
  readonly events: readonly OutboxEvent[];
}

/** When it is decided. */
export interface UnsentScope {
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** 0 to 1, for the retry's jitter. */
  readonly random: number;
}

/**
 * What becomes of events that could not be sent now, by nobody's fault or Klaviyo's: they wait, those that failed
 * together for the same time, so that they go together again. What has failed for a day is a person's matter.
 */
export function unsentEvents(
  members: readonly UnsentMember[],
  sent: Extract<Sent<unknown>, { kind: 'failed' | 'later' }>,
  { connectionId, now, random }: UnsentScope,
): Verdict {
  if (sent.kind === 'later') {
    // They stay as they are: the budget, or the wait for a token, keeps them back.
    if (sent.operationRests) return NO_CHANGE;
    return { backlog: { members: members.map(({ key }) => ({ key, heldUntil: now + sent.ms })) } };
  }
  const isOver = ({ attempts, acceptedAt }: OutboxEvent): boolean =>
    isHopeless(attempts + 1, acceptedAt, now);
  const hopeless = members.flatMap(({ events }) => events.filter(isOver));
  const parked = members.flatMap(({ key, events }): ParkedMember[] => {
    const failed = events.filter((event) => !isOver(event));
    if (failed.length === 0) return [];
    const attempts = Math.max(...failed.map((event) => event.attempts)) + 1;
    return [{ key, failed: failed.map(({ eventId }) => eventId), until: now + retryDelay(attempts, random) }];
  });
  const ids = hopeless.map(({ eventId }) => eventId);
  return {
    ...(hopeless.length === 0
      ? {}
      : { rows: buriedEvents(connectionId, hopeless, { code: sent.code, message: HOPELESS }, now) }),
    ...(parked.length === 0 ? {} : { parked: { members: parked, code: sent.code } }),
    backlog: { members: hopeless.length === 0 ? [] : members.map(({ key }) => ({ key, eventsGone: ids })) },
  };
}

/** What a dead letter says of something that failed for a day. */
export const HOPELESS = 'Klaviyo could not take this for a day. Replay it when Klaviyo answers again.';
