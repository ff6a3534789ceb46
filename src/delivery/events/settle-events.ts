import type { EntityManager } from 'typeorm';
import {
  addTallies,
  EventOutboxEntity,
  type NewMark,
  putDeadLetters,
  raiseMarks,
  recordDelivered,
} from '../../store/index.js';
import { lookAfter } from '../accept/second-looks.js';
import { eventLetter, type GivenUp } from '../letters/dead-letter.js';
import { inChunks } from '../member/in-chunks.js';
import type { OutboxEvent } from '../member/member-work.js';

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
  await takeOut(manager, connectionId, ids);
  await recordDelivered(manager, connectionId, ids, now);
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
  code: string,
  now: number,
): Promise<void> {
  await takeOut(manager, connectionId, eventIds);
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
  await takeOut(
    manager,
    connectionId,
    events.map(({ eventId }) => eventId),
  );
  await putDeadLetters(
    manager,
    events.map((event) => eventLetter(connectionId, event, reason, now)),
  );
}

/** Puts events off together: `failed` are those that were tried. */
export async function settlePutOff(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
  failed: readonly string[],
  until: number,
  lastCode: string,
): Promise<void> {
  const update = (ids: readonly string[], attempts: string) =>
    inChunks(ids, (some) =>
      manager
        .getRepository(EventOutboxEntity)
        .createQueryBuilder()
        .update()
        .set({ notBefore: until, lastCode: lastCode.slice(0, 64), attempts: () => attempts })
        .where('connection_id = :connectionId', { connectionId })
        .andWhere('event_id IN (:...some)', { some: [...some] })
        .execute(),
    );
  const tried = new Set(failed);
  await update(failed, 'attempts + 1');
  await update(
    eventIds.filter((id) => !tried.has(id)),
    'attempts',
  );
}

const takeOut = (manager: EntityManager, connectionId: string, eventIds: readonly string[]) =>
  inChunks(eventIds, (some) =>
    manager
      .getRepository(EventOutboxEntity)
      .createQueryBuilder()
      .delete()
      .where('connection_id = :connectionId', { connectionId })
      .andWhere('event_id IN (:...some)', { some: [...some] })
      .execute(),
  );
