import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { ListStateEntity } from './list-state.entity.js';
import type { Row } from './row.js';
import { ask } from './statement.js';

/** A list's state as it was read. */
export type ListStateRow = Row<ListStateEntity>;

/** A list's state; null where nothing is known of it. */
export function readListState(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<ListStateRow | null> {
  return manager.getRepository(ListStateEntity).findOneBy({ connectionId, listId });
}

/** The states of all lists of a connection that anything is known of. */
export function readListStates(manager: EntityManager, connectionId: string): Promise<ListStateRow[]> {
  return manager.getRepository(ListStateEntity).findBy({ connectionId });
}

/** The lists that rest. @param reason why; left out: for whatever reason */
export async function readPausedLists(
  manager: EntityManager,
  connectionId: string,
  reason?: string,
): Promise<string[]> {
  const rows = await manager
    .getRepository(ListStateEntity)
    .findBy({ connectionId, pausedReason: reason ?? Not(IsNull()) });
  return rows.map(({ listId }) => listId);
}

/** How many of these lists were read before they were filled. */
export function countReadLists(
  manager: EntityManager,
  connectionId: string,
  listIds: readonly string[],
): Promise<number> {
  return manager
    .getRepository(ListStateEntity)
    .countBy({ connectionId, listId: In([...listIds]), readAt: Not(IsNull()) });
}

/** Records that a list was read before it was filled, and rests no longer. */
export function putListRead(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  readAt: number,
): Promise<void> {
  return put(manager, { connectionId, listId, readAt, pausedReason: null });
}

/** Records that a list rests. One that comes back is read anew. */
export function putListPaused(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  reason: string,
): Promise<void> {
  return put(manager, { connectionId, listId, readAt: null, pausedReason: reason });
}

async function put(
  manager: EntityManager,
  row: Pick<ListStateRow, 'connectionId' | 'listId' | 'readAt' | 'pausedReason'>,
): Promise<void> {
  await manager.getRepository(ListStateEntity).upsert(row, ['connectionId', 'listId']);
}

/** Lets a list that rested go on; it is read anew. */
export async function resumeList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<void> {
  await manager
    .getRepository(ListStateEntity)
    .update({ connectionId, listId }, { pausedReason: null, readAt: null });
}

/** Records a list's name. @param isBack it rests no longer */
export async function putListName(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  name: string,
  isBack: boolean,
): Promise<void> {
  const repository = manager.getRepository(ListStateEntity);
  const change = { name, ...(isBack ? { pausedReason: null } : {}) };
  const { affected } = await repository.update({ connectionId, listId }, change);
  if (affected === 0)
    await repository.insert({ connectionId, listId, name, readAt: null, pausedReason: null });
}

/**
 * Records since when whom we have added is taken off a list; null where they stay.
 * @returns whether anything is known of the list: one that was never read was never filled
 */
export async function setClearFrom(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  clearFrom: number | null,
): Promise<boolean> {
  const { affected } = await manager
    .getRepository(ListStateEntity)
    .update({ connectionId, listId }, { clearFrom });
  return affected !== 0;
}

/** Records that this extension has made a list. */
export async function putListMade(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  name: string,
  madeAt: number,
): Promise<void> {
  await putListName(manager, connectionId, listId, name, false);
  await manager.getRepository(ListStateEntity).update({ connectionId, listId }, { madeAt });
}

/** Forgets what is known of a list: it is gone. */
export async function deleteListState(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<void> {
  await manager.getRepository(ListStateEntity).delete({ connectionId, listId });
}

/** A list that this installation has left something on. */
export interface OwnList {
  readonly listId: string;
  /** This extension has made it. */
  readonly isMade: boolean;
}

/** The next list on which somebody was put by this installation, or that it has made; null behind the last. */
export async function readNextOwnList(
  manager: EntityManager,
  connectionId: string,
  after: string,
): Promise<OwnList | null> {
  const [row] = await ask<{ list_id: string; made: number | string }>(
    manager,
    `SELECT o.list_id, MAX(o.made) AS made FROM (
       SELECT list_id, 0 AS made FROM klaviyo_list_member WHERE connection_id = $1 AND origin = 'ours'
       UNION ALL SELECT list_id, 0 FROM klaviyo_list_join WHERE connection_id = $1
       UNION ALL SELECT list_id, 1 FROM klaviyo_list_state WHERE connection_id = $1 AND made_at IS NOT NULL) o
      WHERE o.list_id > $2 GROUP BY o.list_id ORDER BY o.list_id LIMIT 1`,
    connectionId,
    after,
  );
  return row ? { listId: row.list_id, isMade: Number(row.made) === 1 } : null;
}
