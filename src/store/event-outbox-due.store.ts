import type { EntityManager } from 'typeorm';
import { EventOutboxEntity } from './event-outbox.entity.js';
import type { Row } from './row.js';
import { ask } from './statement.js';
import { columnsOf, type RawRow } from './table-columns.js';

const HEAD = [
  'eventId',
  'seq',
  'subject',
  'bytes',
  'acceptedAt',
  'attempts',
  'notBefore',
  'priority',
] as const satisfies readonly (keyof EventOutboxEntity)[];

/** What is kept in memory of an event that is due: all but its body. */
export type EventHeadRow = Pick<Row<EventOutboxEntity>, (typeof HEAD)[number]>;

/** Due again after a failed attempt, in the order in which they became due. @param after the last of the page before */
export function readRetryHeads(
  manager: EntityManager,
  connectionId: string,
  priority: number,
  now: number,
  after: { readonly notBefore: number; readonly seq: number },
  limit: number,
): Promise<EventHeadRow[]> {
  return readHeads(
    manager,
    `not_before > 0 AND not_before <= $3 AND (not_before > $4 OR (not_before = $4 AND seq > $5))
     ORDER BY not_before, seq LIMIT $6`,
    [connectionId, priority, now, after.notBefore, after.seq, limit],
  );
}

/** Never put off, in the order in which they were accepted. @param after `seq` of the last of the page before */
export function readFreshHeads(
  manager: EntityManager,
  connectionId: string,
  priority: number,
  after: number,
  limit: number,
): Promise<EventHeadRow[]> {
  return readHeads(manager, `not_before = 0 AND seq > $3 ORDER BY seq LIMIT $4`, [
    connectionId,
    priority,
    after,
    limit,
  ]);
}

async function readHeads(
  manager: EntityManager,
  where: string,
  parameters: readonly (string | number)[],
): Promise<EventHeadRow[]> {
  const columns = columnsOf(manager, EventOutboxEntity, HEAD);
  const rows = await ask<RawRow>(
    manager,
    `SELECT ${columns.names} FROM klaviyo_event_outbox WHERE connection_id = $1 AND priority = $2 AND ${where}`,
    ...parameters,
  );
  return rows.map((row) => columns.read(row));
}

/** Subjects whose events wait for a retry, each with the latest time until which one of them does (epoch ms). */
export async function readRetryingSubjects(
  manager: EntityManager,
  connectionId: string,
): Promise<{ readonly subject: string; readonly until: number }[]> {
  const rows = await ask<{ subject: string; until: string | number }>(
    manager,
    `SELECT subject, MAX(not_before) AS until FROM klaviyo_event_outbox
      WHERE connection_id = $1 AND not_before > 0 GROUP BY subject`,
    connectionId,
  );
  return rows.map(({ subject, until }) => ({ subject, until: Number(until) }));
}

/** When the next event of a priority is due (epoch ms), not before `after`; null where none waits. */
export async function nextEventDue(
  manager: EntityManager,
  connectionId: string,
  priority: number,
  after: number,
): Promise<number | null> {
  const [row] = await ask<{ at: string | number | null }>(
    manager,
    `SELECT MIN(not_before) AS at FROM klaviyo_event_outbox
      WHERE connection_id = $1 AND priority = $2 AND not_before >= $3`,
    connectionId,
    priority,
    after,
  );
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}
