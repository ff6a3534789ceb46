import type { ReasonCode } from '../../store/index.js';
import { eventLetter, type GivenUp } from '../letters/dead-letter.js';
import { lookAfter } from '../marks/second-looks.js';
import type { OutboxEvent } from '../member/member-work.js';
import { deliveredPulses } from '../pulse/delivered-pulses.js';
import type { RaisedMark, RowChanges, Verdict } from '../verdict/verdict.js';

/** An event and whose it is. */
export interface EventOf {
  readonly key: string;
  readonly event: OutboxEvent;
}

/** A delivered event, and when its member's wallet had been read (epoch ms). */
export interface DeliveredEvent extends EventOf {
  readonly readAt: number;
}

/**
 * Delivered events leave the outbox and are known as handled; their members' points are looked at again, since reactors
 * change the wallet after the event without telling.
 *
 * @param looks whether points are sent at all
 * @param now epoch milliseconds
 */
export function deliveredVerdict(delivered: readonly DeliveredEvent[], looks: boolean, now: number): Verdict {
  const marksRaised = delivered.flatMap(({ key, event, readAt }): RaisedMark[] => {
    const look = event.backfill || !looks ? null : lookAfter(event.acceptedAt, readAt);
    return look === null ? [] : [{ facet: 'points', memberId: key, listId: '', markedAt: now, ...look }];
  });
  const events = delivered.map(({ event }) => event);
  return {
    rows: { ...handled(events), pulses: deliveredPulses(events, now), marksRaised },
    backlog: { members: eventsGone(delivered) },
  };
}

/** Events that are not sent: they stay known as handled, and their reason is counted. */
export const skippedEvents = (events: readonly OutboxEvent[], code: ReasonCode): RowChanges =>
  events.length === 0
    ? {}
    : { ...handled(events), tallies: [{ kind: 'skipped', code, count: events.length }] };

/** Events that become dead letters. @param now epoch milliseconds */
export const buriedEvents = (
  connectionId: string,
  events: readonly OutboxEvent[],
  reason: GivenUp,
  now: number,
): RowChanges => ({
  eventsGone: events.map(({ eventId }) => eventId),
  letters: events.map((event) => eventLetter(connectionId, event, reason, now)),
});

/** One event of a member becomes a dead letter. */
export const buriedVerdict = (
  connectionId: string,
  { key, event }: EventOf,
  { code, message, pointer = null }: GivenUp,
  now: number,
): Verdict => ({
  rows: buriedEvents(connectionId, [event], { code, message, pointer }, now),
  backlog: { members: [{ key, eventsGone: [event.eventId] }] },
});

const handled = (events: readonly OutboxEvent[]): RowChanges => {
  const ids = events.map(({ eventId }) => eventId);
  return { eventsGone: ids, eventsHandled: ids };
};

/** Told once for each member, however many of its events have gone. */
function eventsGone(events: readonly EventOf[]) {
  const members = new Map<string, string[]>();
  for (const { key, event } of events) {
    const gone = members.get(key);
    if (gone) gone.push(event.eventId);
    else members.set(key, [event.eventId]);
  }
  return [...members].map(([key, ids]) => ({ key, eventsGone: ids }));
}
