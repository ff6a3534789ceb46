import type { EntityManager } from 'typeorm';
import { AttemptContentEntity } from './attempt-content.entity.js';
import { AttemptMemberEntity } from './attempt-member.entity.js';
import { AttemptEntity } from './attempt.entity.js';
import { AudienceToldEntity } from './audience-told.entity.js';
import { ConnectionEntity, type ConnectionState } from './connection.entity.js';
import { DeadLetterEntity } from './dead-letter.entity.js';
import { DeliveredEntity } from './delivered.entity.js';
import { entities } from './entities.js';
import { deleteBackfillEvents } from './event-outbox.store.js';
import { LaneEntity } from './lane.entity.js';
import { LeavingEntity } from './leaving.entity.js';
import { ListJoinEntity } from './list-join.entity.js';
import { deleteFromAllLists } from './list-member.store.js';
import { MovingIdentifierEntity } from './moving-identifier.entity.js';
import { ProfileLinkEntity } from './profile-link.entity.js';
import { PulseEntity } from './pulse.entity.js';
import { StateMarkEntity } from './state-mark.entity.js';
import { deleteBackfillMarks } from './state-mark.store.js';
import { ask, forRows, isPostgres, rowsOf } from './statement.js';
import { keyOf } from './table-columns.js';
import { SyncFindingEntity } from './sync-finding.entity.js';
import { TallyEntity } from './tally.entity.js';

/** Records that only pile up, each with the column that tells its age. */
const RECORDS = {
  attempt: [AttemptEntity, 'at'],
  attemptContent: [AttemptContentEntity, 'at'],
  attemptMember: [AttemptMemberEntity, 'at'],
  deadLetter: [DeadLetterEntity, 'at'],
  delivered: [DeliveredEntity, 'at'],
  pulse: [PulseEntity, 'minute'],
  tally: [TallyEntity, 'hour'],
} as const;

/** A kind of record that only piles up. */
export type RecordKind = keyof typeof RECORDS;

export const RECORD_KINDS = Object.keys(RECORDS) as readonly RecordKind[];

/**
 * Deletes records of a connection that are older than `before`, so many at a time: others want to write too.
 * @returns how many went
 */
export async function deleteOldest(
  manager: EntityManager,
  kind: RecordKind,
  connectionId: string,
  before: number,
  most: number,
): Promise<number> {
  const [entity, column] = RECORDS[kind];
  const { table, names } = keyOf(manager, entity);
  const gone = await ask(
    manager,
    `WITH old AS (SELECT ${names} FROM ${table} WHERE connection_id = $1 AND ${column} < $2 LIMIT $3)
     DELETE FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM old)
     RETURNING 1 AS gone`,
    connectionId,
    before,
    most,
  );
  return gone.length;
}

/** Connections that have records of a kind which are older than they keep them. @param kept epoch ms, for each */
export async function readConnectionsWithOlder(
  manager: EntityManager,
  kind: RecordKind,
  kept: readonly { readonly connectionId: string; readonly since: number }[],
): Promise<string[]> {
  const [entity, column] = RECORDS[kind];
  const rows = await forRows<{ id: string }>(
    manager,
    `${rowsOf(manager, { id: 'text', since: 'bigint' })}
     SELECT v.id FROM v WHERE EXISTS
       (SELECT 1 FROM ${keyOf(manager, entity).table} t WHERE t.connection_id = v.id AND t.${column} < v.since)`,
    kept.map(({ connectionId, since }) => [connectionId, since]),
  );
  return rows.map(({ id }) => id);
}

/** Connections of which something has waited since before a time of their own. @param kept epoch ms, for each */
export async function readConnectionsWaitingSince(
  manager: EntityManager,
  kept: readonly { readonly connectionId: string; readonly since: number }[],
): Promise<string[]> {
  const rows = await forRows<{ id: string }>(
    manager,
    `${rowsOf(manager, { id: 'text', since: 'bigint' })}
     SELECT v.id FROM v
      WHERE EXISTS (SELECT 1 FROM klaviyo_event_outbox t WHERE t.connection_id = v.id AND t.accepted_at < v.since)
         OR EXISTS (SELECT 1 FROM klaviyo_state_mark t WHERE t.connection_id = v.id AND t.marked_at < v.since)`,
    kept.map(({ connectionId, since }) => [connectionId, since]),
  );
  return rows.map(({ id }) => id);
}

/**
 * Connections in one of these states whose lane has something to do: something is due, a job is to be looked at, a
 * closed account is to be seen to, or a run goes on. One statement for all of them, a few looks into an index for each.
 *
 * @param by epoch ms
 */
export async function readConnectionsWithWork(
  manager: EntityManager,
  states: readonly ConnectionState[],
  by: number,
): Promise<string[]> {
  const due = (table: string) =>
    [0, 1].map(
      (priority) => `EXISTS (SELECT 1 FROM ${table} t
         WHERE t.connection_id = c.id AND t.priority = ${priority} AND t.not_before <= $1)`,
    );
  const rows = await ask<{ id: string }>(
    manager,
    `SELECT c.id FROM klaviyo_connection c
      WHERE c.state IN (${states.map((_, index) => `$${index + 2}`).join(', ')})
        AND (${[...due('klaviyo_event_outbox'), ...due('klaviyo_state_mark')].join(' OR ')}
          OR EXISTS (SELECT 1 FROM klaviyo_remote_job t WHERE t.connection_id = c.id AND t.poll_at <= $1)
          OR EXISTS (SELECT 1 FROM klaviyo_tombstone t
               WHERE t.connection_id = c.id AND t.done_at IS NULL AND t.resolved = 1 AND t.not_before <= $1)
          OR EXISTS (SELECT 1 FROM klaviyo_sync_run t WHERE t.connection_id = c.id AND t.state = 'running'))`,
    by,
    ...states,
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes the backfill of a connection back: what is due and was not tried. What is under way, or may still land, ends by
 * itself.
 */
export async function dropBackfill(manager: EntityManager, connectionId: string, now: number): Promise<void> {
  await deleteBackfillMarks(manager, connectionId, now);
  await deleteBackfillEvents(manager, connectionId);
}

/**
 * Has the database count what a run has just begun to fill: PostgreSQL does so by itself within a minute, and until then
 * it takes a queue of thousands for an empty one and goes through all of it for each member. SQLite needs no counts.
 */
export async function refreshStatistics(manager: EntityManager): Promise<void> {
  if (isPostgres(manager)) await ask(manager, 'ANALYZE klaviyo_state_mark, klaviyo_event_outbox');
}

/** Forgets what is known of a member whose account is closed, but for its tombstone. */
export async function forgetMember(
  manager: EntityManager,
  connectionId: string,
  memberId: string,
  profileId: string | null,
): Promise<void> {
  for (const entity of [
    ListJoinEntity,
    AudienceToldEntity,
    MovingIdentifierEntity,
    DeadLetterEntity,
    SyncFindingEntity,
    ProfileLinkEntity,
  ]) {
    await manager
      .getRepository<{ connectionId: string; memberId: string }>(entity)
      .delete({ connectionId, memberId });
  }
  if (profileId !== null) await deleteFromAllLists(manager, connectionId, [profileId]);
}

/** The tables that a purge goes through, the lane first: whoever still holds it settles nothing from then on. */
const PURGED = [
  LaneEntity,
  ...entities.filter(
    (entity) => entity !== LaneEntity && entity !== LeavingEntity && entity !== ConnectionEntity,
  ),
];

/** How many tables a purge goes through. */
export const PURGED_TABLES = PURGED.length;

/**
 * Deletes rows of a connection from one of its tables, so many at a time.
 *
 * @param table number of the table, below {@link PURGED_TABLES}
 * @returns how many went
 */
export async function deleteSome(
  manager: EntityManager,
  table: number,
  connectionId: string,
  most: number,
): Promise<number> {
  const entity = PURGED[table];
  return entity ? deleteSomeOf(manager, entity, connectionId, most) : 0;
}

/** Rows of a connection in all tables that a purge goes through. */
export async function countRows(manager: EntityManager, connectionId: string): Promise<number> {
  let count = 0;
  for (const entity of PURGED) {
    count += await manager.getRepository<{ connectionId: string }>(entity).countBy({ connectionId });
  }
  return count;
}

/** Deletes a connection and how it was left: the last of it. @returns false where rows of it have come meanwhile */
export async function deleteConnection(manager: EntityManager, connectionId: string): Promise<boolean> {
  if ((await countRows(manager, connectionId)) > 0) return false;
  await manager.getRepository(LeavingEntity).delete({ connectionId });
  await manager.getRepository(ConnectionEntity).delete({ id: connectionId });
  return true;
}

/** Takes marks of a connection away, so many at a time. @returns how many went */
export async function deleteSomeMarks(
  manager: EntityManager,
  connectionId: string,
  most: number,
): Promise<number> {
  return deleteSomeOf(manager, StateMarkEntity, connectionId, most);
}

/**
 * Deletes rows that belong to no connection, so many at a time: a process that died may have left some.
 * @returns how many went
 */
export async function deleteOrphans(manager: EntityManager, most: number): Promise<number> {
  let gone = 0;
  for (const entity of [LeavingEntity, ...PURGED]) {
    for (const id of await readOrphanIds(manager, entity)) {
      if (gone >= most) return gone;
      gone += await deleteSomeOf(manager, entity, id, most - gone);
    }
  }
  return gone;
}

/** From one connection's rows to the next one's: as many looks into the index as there are connections. */
async function readOrphanIds(manager: EntityManager, entity: new () => object): Promise<string[]> {
  const { table } = keyOf(manager, entity);
  const rows = await ask<{ id: string }>(
    manager,
    `WITH RECURSIVE c(id) AS (
       SELECT MIN(connection_id) FROM ${table}
       UNION ALL
       SELECT (SELECT MIN(t.connection_id) FROM ${table} t WHERE t.connection_id > c.id) FROM c WHERE c.id IS NOT NULL)
     SELECT c.id FROM c WHERE c.id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM klaviyo_connection k WHERE k.id = c.id)`,
  );
  return rows.map(({ id }) => id);
}

async function deleteSomeOf(
  manager: EntityManager,
  entity: new () => object,
  connectionId: string,
  most: number,
): Promise<number> {
  const { table, names } = keyOf(manager, entity);
  const gone = await ask(
    manager,
    `WITH going AS (SELECT ${names} FROM ${table} WHERE connection_id = $1 LIMIT $2)
     DELETE FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM going)
     RETURNING 1 AS gone`,
    connectionId,
    most,
  );
  return gone.length;
}
