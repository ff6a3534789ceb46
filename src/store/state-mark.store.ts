import type { EntityManager } from 'typeorm';
import { keptOnce } from './kept-once.js';
import { type Facet, type MarkRow, StateMarkEntity } from './state-mark.entity.js';
import { ask, forRows } from './statement.js';
import { columnsBut, columnsOf, rowsById } from './table-columns.js';

export interface NewMark {
  readonly connectionId: string;
  readonly facet: string;
  readonly memberId: string;
  readonly listId: string;
  readonly markedAt: number;
  readonly notBefore: number;
  readonly lookUntil: number;
  readonly priority?: number;
}

/**
 * The times of a mark that is raised now, and due then; it asks for no second look.
 *
 * @param now epoch ms
 * @param notBefore epoch ms before which nothing is looked at
 */
export const dueFrom = (
  now: number,
  notBefore = now,
): Pick<NewMark, 'markedAt' | 'notBefore' | 'lookUntil'> => ({ markedAt: now, notBefore, lookUntil: 0 });

/**
 * Raises marks: one that stands gets the next version, is due at the earlier time and looks until the later one. A new
 * one begins with the time as its version, so that no version of a mark that is gone ever comes again: an import job
 * that is looked at twice must not take it for the one that it has carried. Attempts start again: what failed before was
 * an older value.
 *
 * @param where `missing` leaves a mark that stands as it is: nothing has changed, it was only to be looked at
 */
export async function raiseMarks(
  manager: EntityManager,
  marks: readonly NewMark[],
  where: 'all' | 'missing' = 'all',
): Promise<void> {
  // One statement must not touch a row twice: PostgreSQL refuses it.
  const unique = new Map<string, NewMark>();
  for (const mark of marks) {
    const key = `${mark.connectionId}\n${mark.facet}\n${mark.memberId}\n${mark.listId}`;
    const before = unique.get(key);
    unique.set(key, before ? merge(before, mark) : mark);
  }
  const columns = columnsOf(manager, StateMarkEntity, [
    'connectionId',
    'facet',
    'memberId',
    'listId',
    'markedAt',
    'notBefore',
    'lookUntil',
    'priority',
  ]);
  await forRows(
    manager,
    `${columns.rows}
     INSERT INTO klaviyo_state_mark (version, ${columns.names})
     SELECT marked_at * 1000, ${columns.names} FROM v WHERE true
     ON CONFLICT (connection_id, facet, member_id, list_id) ${where === 'missing' ? 'DO NOTHING' : RAISED}`,
    [...unique.values()].map((mark) => columns.cells(mark as NewMark & { readonly facet: Facet })),
  );
}

const RAISED = `DO UPDATE SET
       version = klaviyo_state_mark.version + 1,
       attempts = 0,
       not_before = CASE WHEN excluded.not_before < klaviyo_state_mark.not_before
                         THEN excluded.not_before ELSE klaviyo_state_mark.not_before END,
       look_until = CASE WHEN excluded.look_until > klaviyo_state_mark.look_until
                         THEN excluded.look_until ELSE klaviyo_state_mark.look_until END,
       priority = CASE WHEN excluded.priority < klaviyo_state_mark.priority
                       THEN excluded.priority ELSE klaviyo_state_mark.priority END`;

const merge = (a: NewMark, b: NewMark): NewMark => ({
  ...a,
  notBefore: Math.min(a.notBefore, b.notBefore),
  lookUntil: Math.max(a.lookUntil, b.lookUntil),
  priority: Math.min(a.priority ?? 0, b.priority ?? 0),
});

/** Reads every mark of members, by the references under which they may stand. */
export async function readMarks(
  manager: EntityManager,
  connectionId: string,
  references: readonly string[],
): Promise<MarkRow[]> {
  const columns = columnsBut(manager, StateMarkEntity, 'connectionId');
  const rows = await rowsById(
    manager,
    columns,
    // Each facet by name: so the primary key leads to a member's marks without a look at all of the connection's.
    { names: ['profile', 'points', 'list'], where: 'facet = f.name AND member_id = v.id' },
    connectionId,
    references,
  );
  // An import keeps the marks of ten thousand members, whose ids its caller has already.
  const kept = keptOnce();
  references.forEach(kept);
  return rows.map((row) => ({ connectionId, ...columns.read(row, kept) }));
}

/** A mark in the version that was read. */
export interface MarkVersion {
  readonly facet: Facet;
  readonly memberId: string;
  readonly listId: string;
  readonly version: number;
}

/**
 * Deletes marks in the version given; one that has moved since stays.
 * @returns how many went
 */
export async function deleteMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly MarkVersion[],
): Promise<number> {
  const columns = columnsOf(manager, StateMarkEntity, ['facet', 'memberId', 'listId', 'version']);
  const gone = await forRows(
    manager,
    `${columns.rows}
     DELETE FROM klaviyo_state_mark
      WHERE connection_id = $2 AND (${columns.names}) IN (SELECT ${columns.names} FROM v)
     RETURNING 1 AS gone`,
    marks.map((mark) => columns.cells(mark)),
    connectionId,
  );
  return gone.length;
}

/** What becomes of a mark that stays. */
export interface MarkChange extends MarkVersion {
  readonly notBefore: number;
  readonly attempts: number;
  readonly doubtUntil: number;
}

/**
 * Puts marks off. Attempts and due time hold for the version given; one that has moved since keeps its own. The doubt
 * holds for whatever version: it is about a write, not about a value.
 */
export async function postponeMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly MarkChange[],
): Promise<void> {
  const columns = columnsOf(manager, StateMarkEntity, [
    'facet',
    'memberId',
    'listId',
    'version',
    'notBefore',
    'attempts',
    'doubtUntil',
  ]);
  await forRows(
    manager,
    `${columns.rows}
     UPDATE klaviyo_state_mark SET
       not_before = CASE WHEN klaviyo_state_mark.version = v.version
                         THEN v.not_before ELSE klaviyo_state_mark.not_before END,
       attempts = CASE WHEN klaviyo_state_mark.version = v.version
                       THEN v.attempts ELSE klaviyo_state_mark.attempts END,
       doubt_until = v.doubt_until
      FROM v
      WHERE klaviyo_state_mark.connection_id = $2
        AND klaviyo_state_mark.facet = v.facet AND klaviyo_state_mark.member_id = v.member_id
        AND klaviyo_state_mark.list_id = v.list_id`,
    marks.map((mark) => columns.cells(mark)),
    connectionId,
  );
}

/** Deletes all marks of a connection. */
export async function deleteAllMarks(manager: EntityManager, connectionId: string): Promise<void> {
  await manager.getRepository(StateMarkEntity).delete({ connectionId });
}

/** Takes back the marks of the backfill that are due and were not tried; what is in doubt may still land, and stays. */
export async function deleteBackfillMarks(
  manager: EntityManager,
  connectionId: string,
  now: number,
): Promise<void> {
  await ask(
    manager,
    `DELETE FROM klaviyo_state_mark
      WHERE connection_id = $1 AND priority = 1 AND attempts = 0 AND doubt_until = 0 AND not_before <= $2`,
    connectionId,
    now,
  );
}

/**
 * Takes the marks of a list.
 * @returns the members whose marks they were
 */
export async function takeMarksOfList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<string[]> {
  const rows = await ask<{ member_id: string }>(
    manager,
    `SELECT member_id FROM klaviyo_state_mark WHERE connection_id = $1 AND facet = 'list' AND list_id = $2`,
    connectionId,
    listId,
  );
  await manager.getRepository(StateMarkEntity).delete({ connectionId, facet: 'list', listId });
  return rows.map((row) => row.member_id);
}

/**
 * How many marks wait: due, in an import job, or put off after a failure. A later look that is not due yet is nothing
 * that waits.
 */
export function countWaitingMarks(
  manager: EntityManager,
  connectionId: string,
  now: number,
): Promise<number> {
  return manager
    .getRepository(StateMarkEntity)
    .createQueryBuilder('m')
    .where('m.connectionId = :connectionId', { connectionId })
    .andWhere('(m.notBefore <= :now OR m.lookUntil = 0 OR m.notBefore > m.lookUntil OR m.attempts > 0)', {
      now,
    })
    .getCount();
}

/**
 * How many marks of the backfill wait.
 *
 * @param dueBy epoch ms; what is put off for longer does not count; `Infinity` counts all
 * @param without lists whose marks do not count
 */
export function countBackfillMarks(
  manager: EntityManager,
  connectionId: string,
  dueBy: number,
  without: readonly string[],
): Promise<number> {
  const rows = manager
    .getRepository(StateMarkEntity)
    .createQueryBuilder('m')
    .where('m.connectionId = :connectionId AND m.priority = 1', { connectionId });
  if (dueBy < Infinity) rows.andWhere('m.notBefore <= :dueBy', { dueBy });
  if (without.length > 0) rows.andWhere('m.listId NOT IN (:...without)', { without });
  return rows.getCount();
}

/** How many members wait for a list, by list. */
export async function countMarksByList(
  manager: EntityManager,
  connectionId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await ask<{ list_id: string; count: string | number }>(
    manager,
    `SELECT list_id, COUNT(*) AS count FROM klaviyo_state_mark
      WHERE connection_id = $1 AND facet = 'list' GROUP BY list_id`,
    connectionId,
  );
  return new Map(rows.map((row) => [row.list_id, Number(row.count)]));
}

/**
 * Marks that were raised before a time, some of them.
 * @param listIds of these lists only; null for all marks
 */
export function readMarksRaisedBefore(
  manager: EntityManager,
  connectionId: string,
  before: number,
  listIds: readonly string[] | null,
  limit: number,
): Promise<MarkRow[]> {
  const rows = manager
    .getRepository(StateMarkEntity)
    .createQueryBuilder('m')
    .where('m.connectionId = :connectionId AND m.markedAt < :before', { connectionId, before })
    .limit(limit);
  if (listIds) rows.andWhere("m.facet = 'list' AND m.listId IN (:...listIds)", { listIds: ['', ...listIds] });
  return rows.getMany();
}

/** When the mark that has waited longest was raised (epoch ms); null where none waits. */
export function oldestMarkedAt(manager: EntityManager, connectionId: string): Promise<number | null> {
  return manager.getRepository(StateMarkEntity).minimum('markedAt', { connectionId });
}
