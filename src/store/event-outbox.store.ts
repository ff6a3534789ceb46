import { type EntityManager, In, LessThan } from 'typeorm';
import { EventOutboxEntity, type FrozenTarget } from './event-outbox.entity.js';
import { ask, cell, forRows, rowsOf } from './statement.js';
import { columnsOf, rowsById } from './table-columns.js';

export interface NewEvent {
  readonly connectionId: string;
  readonly eventId: string;
  readonly seq: number;
  readonly subject: string;
  readonly body: string;
  readonly bytes: number;
  readonly acceptedAt: number;
  readonly priority?: number;
}

/**
 * Puts events into the outbox that stand neither there nor in the ledger nor among the dead letters.
 * @returns `connection\nevent` of the rows that are new
 */
export async function insertNewEvents(
  manager: EntityManager,
  events: readonly NewEvent[],
): Promise<Set<string>> {
  const columns = columnsOf(manager, EventOutboxEntity, [
    'connectionId',
    'eventId',
    'seq',
    'subject',
    'body',
    'bytes',
    'acceptedAt',
    'priority',
  ]);
  const inserted = await forRows<{ connection_id: string; event_id: string }>(
    manager,
    `${columns.rows}
     INSERT INTO klaviyo_event_outbox (${columns.names})
     SELECT ${columns.names} FROM v
      WHERE NOT EXISTS (SELECT 1 FROM klaviyo_delivered d
              WHERE d.connection_id = v.connection_id AND d.event_id = v.event_id)
        AND NOT EXISTS (SELECT 1 FROM klaviyo_dead_letter l
              WHERE l.connection_id = v.connection_id AND l.kind = 'event' AND l.reference = v.event_id)
     ON CONFLICT (connection_id, event_id) DO NOTHING
     RETURNING connection_id, event_id`,
    events.map((event) => columns.cells(event)),
  );
  return new Set(inserted.map((row) => eventKey(row.connection_id, row.event_id)));
}

export const eventKey = (connectionId: string, eventId: string): string => `${connectionId}\n${eventId}`;

/** An event of the outbox as it is needed to be sent. */
export interface StoredEvent {
  readonly eventId: string;
  readonly seq: number;
  readonly subject: string;
  readonly body: string;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly frozen: FrozenTarget | null;
  readonly backfill: boolean;
}

/** Reads events by their ids; one that is gone is missing from the answer. */
export async function readEvents(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
): Promise<StoredEvent[]> {
  const columns = columnsOf(manager, EventOutboxEntity, [
    'eventId',
    'seq',
    'subject',
    'body',
    'acceptedAt',
    'attempts',
    'frozen',
    'priority',
  ]);
  const rows = await rowsById(manager, columns, { where: 'event_id = v.id' }, connectionId, eventIds);
  return rows.map((raw) => {
    const { priority, ...event } = columns.read(raw);
    return { ...event, backfill: priority > 0 };
  });
}

/** Takes events out of the outbox. */
export async function deleteEvents(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { id: 'text' })}
     DELETE FROM klaviyo_event_outbox WHERE connection_id = $2 AND event_id IN (SELECT id FROM v)`,
    eventIds.map(cell),
    connectionId,
  );
}

/** Takes all events of a connection out of the outbox. */
export async function deleteAllEvents(manager: EntityManager, connectionId: string): Promise<void> {
  await manager.getRepository(EventOutboxEntity).delete({ connectionId });
}

/** Takes back the events of the backfill that were not tried. */
export async function deleteBackfillEvents(manager: EntityManager, connectionId: string): Promise<void> {
  await ask(
    manager,
    `DELETE FROM klaviyo_event_outbox
      WHERE connection_id = $1 AND priority = 1 AND attempts = 0 AND frozen IS NULL`,
    connectionId,
  );
}

/** Keeps what the first attempt decided with each event. `frozen` is JSON; null lets the next attempt decide anew. */
export async function freezeTargets(
  manager: EntityManager,
  connectionId: string,
  targets: readonly { readonly eventId: string; readonly frozen: string | null }[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { event_id: 'text', frozen: 'text' })}
     UPDATE klaviyo_event_outbox SET frozen = v.frozen FROM v
      WHERE klaviyo_event_outbox.connection_id = $2 AND klaviyo_event_outbox.event_id = v.event_id`,
    targets.map(({ eventId, frozen }) => [eventId, frozen]),
    connectionId,
  );
}

/** What becomes of an event that waits. */
export interface EventDelay {
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly until: number;
  /** It was tried, and counts it. */
  readonly failed: boolean;
}

/** Puts events off. @param lastCode why; null leaves what stands there */
export async function delayEvents(
  manager: EntityManager,
  connectionId: string,
  delays: readonly EventDelay[],
  lastCode: string | null,
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { event_id: 'text', until: 'bigint', failed: 'bigint' })}
     UPDATE klaviyo_event_outbox SET
       not_before = v.until, attempts = klaviyo_event_outbox.attempts + v.failed,
       last_code = COALESCE($3, klaviyo_event_outbox.last_code)
      FROM v
      WHERE klaviyo_event_outbox.connection_id = $2 AND klaviyo_event_outbox.event_id = v.event_id`,
    delays.map(({ eventId, until, failed }) => [eventId, until, failed ? 1 : 0]),
    connectionId,
    lastCode === null ? null : lastCode.slice(0, 64),
  );
}

/** How many events of a connection wait. */
export function countEvents(manager: EntityManager, connectionId: string): Promise<number> {
  return manager.getRepository(EventOutboxEntity).countBy({ connectionId });
}

/** How many events wait, of each connection that has any. */
export async function countEventsByConnection(manager: EntityManager): Promise<ReadonlyMap<string, number>> {
  const rows = await ask<{ id: string; count: string | number }>(
    manager,
    'SELECT connection_id AS id, COUNT(*) AS count FROM klaviyo_event_outbox GROUP BY connection_id',
  );
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

/** How many events of the backfill wait. @param dueBy epoch ms; one that is put off for longer does not count */
export function countBackfillEvents(
  manager: EntityManager,
  connectionId: string,
  dueBy: number,
): Promise<number> {
  const rows = manager
    .getRepository(EventOutboxEntity)
    .createQueryBuilder('o')
    .where('o.connectionId = :connectionId AND o.priority = 1', { connectionId });
  if (dueBy < Infinity) rows.andWhere('o.notBefore <= :dueBy', { dueBy });
  return rows.getCount();
}

/** When the event that has waited longest was accepted (epoch ms); null where none waits. */
export function oldestAcceptedAt(manager: EntityManager, connectionId: string): Promise<number | null> {
  return manager.getRepository(EventOutboxEntity).minimum('acceptedAt', { connectionId });
}

/** All events of a connection. */
export function readAllEvents(manager: EntityManager, connectionId: string): Promise<EventOutboxEntity[]> {
  return manager.getRepository(EventOutboxEntity).findBy({ connectionId });
}

/** Events accepted before a time, the oldest first. */
export function readEventsAcceptedBefore(
  manager: EntityManager,
  connectionId: string,
  before: number,
  limit: number,
): Promise<EventOutboxEntity[]> {
  return manager.getRepository(EventOutboxEntity).find({
    where: { connectionId, acceptedAt: LessThan(before) },
    order: { seq: 'ASC' },
    take: limit,
  });
}

/** Events of a member, by the references under which they may stand, the oldest first. */
export function readEventsOf(
  manager: EntityManager,
  connectionId: string,
  subjects: readonly string[],
  limit: number,
): Promise<EventOutboxEntity[]> {
  return manager.getRepository(EventOutboxEntity).find({
    where: { connectionId, subject: In([...subjects]) },
    order: { seq: 'ASC' },
    take: limit,
  });
}
