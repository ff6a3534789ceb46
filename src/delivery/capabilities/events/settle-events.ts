import type { EntityManager } from 'typeorm';
import {
  addPulses,
  addTallies,
  deleteEvents,
  type NewMark,
  putDeadLetters,
  raiseMarks,
  type ReasonCode,
  recordDelivered,
} from '../../../store/index.js';
import { lookAfter } from '../../marks/second-looks.js';
import { eventLetter, type GivenUp } from '../../letters/dead-letter.js';
import type { OutboxEvent } from '../../member/member-work.js';
import { deliveredPulses } from '../../pulse/delivered-pulses.js';

/** A delivered event, and when its member's wallet had been read. */
export interface DeliveredEvent {
  readonly key: string;
  readonly event: OutboxEvent;
  readonly readAt: number;
}

/** Takes delivered events out of the outbox and into the ledger; their members' points are looked at again. */
export async function settleDelivered(
  manager: EntityManager,
  connectionId: string,
  delivered: readonly DeliveredEvent[],
  looks: boolean,
  now: number,
): Promise<void> {
  const ids = delivered.map(({ event }) => event.eventId);
  await deleteEvents(manager, connectionId, ids);
  await recordDelivered(manager, connectionId, ids, now);
  const pulses = deliveredPulses(
    delivered.map(({ event }) => event),
    now,
  );
  await addPulses(manager, connectionId, pulses, now);
  if (!looks) return;
  const marks = delivered.flatMap(({ key, event, readAt }): NewMark[] => {
    // Reactors change the wallet after the event, without telling.
    const look = event.backfill ? null : lookAfter(event.acceptedAt, readAt);
    return look === null
      ? []
      : [{ connectionId, facet: 'points', memberId: key, listId: '', markedAt: now, ...look }];
  });
  await raiseMarks(manager, marks);
}

/** Takes events out without sending them: they stay known as handled, and their reason is counted. */
export async function settleSkipped(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
  code: ReasonCode,
  now: number,
): Promise<void> {
  await deleteEvents(manager, connectionId, eventIds);
  await recordDelivered(manager, connectionId, eventIds, now);
  await addTallies(manager, connectionId, [{ kind: 'skipped', code, count: eventIds.length }], now);
}

/** Makes dead letters of events. */
export async function settleBuried(
  manager: EntityManager,
  connectionId: string,
  events: readonly OutboxEvent[],
  reason: GivenUp,
  now: number,
): Promise<void> {
  await deleteEvents(
    manager,
    connectionId,
    events.map(({ eventId }) => eventId),
  );
  await putDeadLetters(
    manager,
    events.map((event) => eventLetter(connectionId, event, reason, now)),
  );
}
