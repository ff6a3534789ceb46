import { type EntityManager, IsNull } from 'typeorm';
import { NoticeEntity, type NoticeRow } from './notice.entity.js';
import { ask } from './statement.js';
import { columnsBut, insertRows } from './table-columns.js';

/** A notice that is to be told. */
export type NewNotice = Pick<NoticeRow, 'connectionId' | 'key' | 'tenant' | 'kind' | 'body'>;

/** What stands under a key; null where nothing does. */
export function readNotice(
  manager: EntityManager,
  connectionId: string,
  key: string,
): Promise<NoticeRow | null> {
  return manager.getRepository(NoticeEntity).findOneBy({ connectionId, key });
}

/** Stores what the host has to be told, in the place of what stood under the key. @param at epoch ms */
export async function putNotice(manager: EntityManager, notice: NewNotice, at: number): Promise<NoticeRow> {
  const before = await readNotice(manager, notice.connectionId, notice.key);
  const row = { ...notice, version: Math.max(at, (before?.version ?? 0) + 1), toldAt: null };
  await insertRows(manager, NoticeEntity, columnsBut(manager, NoticeEntity), [row], {}, 'replace');
  return row;
}

/** What the host does not know yet. @param all what it was told and still holds as well: it may have lost it */
export function readNotices(manager: EntityManager, all: boolean, limit: number): Promise<NoticeRow[]> {
  return manager.getRepository(NoticeEntity).find({
    where: all ? {} : { toldAt: IsNull() },
    order: { version: 'ASC' },
    take: limit,
  });
}

/** The host knows: a problem stays, as it may have to be told once more, everything else is over. */
export async function settleNotice(
  manager: EntityManager,
  { connectionId, key, version, kind }: NoticeRow,
  toldAt: number,
): Promise<void> {
  const repository = manager.getRepository(NoticeEntity);
  if (kind === 'raise') await repository.update({ connectionId, key, version }, { toldAt });
  else await repository.delete({ connectionId, key, version });
}

/** Forgets a notice: it holds no longer. */
export async function deleteNotice(manager: EntityManager, connectionId: string, key: string): Promise<void> {
  await manager.getRepository(NoticeEntity).delete({ connectionId, key });
}

/** Whether a connection is stored: of one that is gone nothing is told. */
export async function isConnectionStored(manager: EntityManager, id: string): Promise<boolean> {
  const rows = await ask(manager, 'SELECT 1 AS there FROM klaviyo_connection WHERE id = $1', id);
  return rows.length > 0;
}
