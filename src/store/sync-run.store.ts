import { type EntityManager, In, IsNull, Not } from 'typeorm';
import type { SyncState } from '../contract/index.js';
import { ask } from './statement.js';
import { type RunKind, type RunRow, SyncRunEntity } from './sync-run.entity.js';

/** Stores a run that begins. */
export async function insertRun(manager: EntityManager, run: RunRow): Promise<void> {
  await manager.getRepository(SyncRunEntity).insert(run);
}

/** A run of a connection; null where there is none of that id. */
export function readRun(manager: EntityManager, connectionId: string, id: string): Promise<RunRow | null> {
  return manager.getRepository(SyncRunEntity).findOneBy({ id, connectionId });
}

/** Runs that have not ended, in the order in which they were started. */
export function readOpenRuns(manager: EntityManager, connectionId: string): Promise<RunRow[]> {
  return manager.getRepository(SyncRunEntity).find({
    where: { connectionId, state: In(['running', 'paused']) },
    order: { startedAt: 'ASC', id: 'ASC' },
  });
}

/** Runs that a person may see, the newest first. @param before the last of the page before */
export function readRuns(
  manager: EntityManager,
  connectionId: string,
  before: { readonly startedAt: number; readonly id: string } | null,
  limit: number,
): Promise<RunRow[]> {
  const rows = manager
    .getRepository(SyncRunEntity)
    .createQueryBuilder('r')
    .where('r.connectionId = :connectionId', { connectionId })
    .andWhere(`r.kind <> 'refresh'`)
    .orderBy('r.startedAt', 'DESC')
    .addOrderBy('r.id', 'DESC')
    .limit(limit);
  if (before)
    rows.andWhere('(r.startedAt < :startedAt OR (r.startedAt = :startedAt AND r.id < :id))', { ...before });
  return rows.getMany();
}

/** The run of a kind that was started last; null where none was. */
export function readLastRun(
  manager: EntityManager,
  connectionId: string,
  kind: RunKind,
): Promise<RunRow | null> {
  return manager
    .getRepository(SyncRunEntity)
    .findOne({ where: { connectionId, kind }, order: { startedAt: 'DESC' } });
}

/** Runs of a kind that have come to their end, the newest first. */
export function readDoneRuns(
  manager: EntityManager,
  connectionId: string,
  kind: RunKind,
  limit: number,
): Promise<RunRow[]> {
  return manager.getRepository(SyncRunEntity).find({
    where: { connectionId, kind, state: 'done', endedAt: Not(IsNull()) },
    order: { startedAt: 'DESC' },
    take: limit,
  });
}

/** What a step of a run changes. */
export type RunStep = Partial<Pick<RunRow, 'phase' | 'cursor' | 'seen' | 'skipped' | 'drift' | 'total'>>;

/** Takes a run further. @returns whether it still runs; a person may have paused or cancelled it meanwhile */
export async function advanceRun(manager: EntityManager, id: string, step: RunStep): Promise<boolean> {
  const { affected } = await manager.getRepository(SyncRunEntity).update({ id, state: 'running' }, step);
  return affected === 1;
}

/** Pauses a run or lets it go on. @param rate where the measuring of its rate begins anew */
export async function setRunState(
  manager: EntityManager,
  id: string,
  state: SyncState,
  rate: Partial<Pick<RunRow, 'rateAt' | 'rateDone'>>,
): Promise<void> {
  await manager.getRepository(SyncRunEntity).update({ id }, { state, ...rate });
}

/** Ends a run that has not ended. */
export async function endRun(
  manager: EntityManager,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  endedAt: number,
  reason: string | null,
): Promise<void> {
  await manager
    .getRepository(SyncRunEntity)
    .update({ id, state: In(['running', 'paused']) }, { state, endedAt, reason });
}

/** How far a run is, and what of it waits, all of one moment. */
export interface RunPosition {
  readonly seen: number;
  readonly skipped: RunRow['skipped'];
  /** Members with marks of the backfill. */
  readonly members: number;
  /** Events of the backfill. */
  readonly events: number;
}

/**
 * Asked in one statement: what a run has gone through and what of it waits move against each other.
 * @returns null where the run is gone
 */
export async function readRunPosition(manager: EntityManager, id: string): Promise<RunPosition | null> {
  const [row] = await ask<
    Record<'seen' | 'members' | 'events', number | string> & { readonly skipped: string }
  >(
    manager,
    `SELECT r.seen, r.skipped,
            (SELECT COUNT(DISTINCT m.member_id) FROM klaviyo_state_mark m
              WHERE m.connection_id = r.connection_id AND m.priority = 1) AS members,
            (SELECT COUNT(*) FROM klaviyo_event_outbox o
              WHERE o.connection_id = r.connection_id AND o.priority = 1) AS events
       FROM klaviyo_sync_run r WHERE r.id = $1`,
    id,
  );
  if (!row) return null;
  return {
    seen: Number(row.seen),
    skipped: JSON.parse(row.skipped) as RunRow['skipped'],
    members: Number(row.members),
    events: Number(row.events),
  };
}
