import { type EntityManager, In } from 'typeorm';
import { ask } from './statement.js';
import { type FindingRow, SyncFindingEntity } from './sync-finding.entity.js';
import { columnsBut, insertRows } from './table-columns.js';

/** Keeps findings until they are looked at once more; one that stands already stays. */
export async function putFindings(
  manager: EntityManager,
  connectionId: string,
  findings: readonly FindingRow[],
): Promise<void> {
  const columns = columnsBut(manager, SyncFindingEntity, 'connectionId');
  await insertRows(manager, SyncFindingEntity, columns, findings, { connectionId }, 'keep');
}

/** Whether anything was found of a connection. */
export function hasFindings(manager: EntityManager, connectionId: string): Promise<boolean> {
  return manager.getRepository(SyncFindingEntity).existsBy({ connectionId });
}

/** Members of whose profile or points something was found, in the order of their ids. @param after the last of the page before */
export async function readMembersWithFindings(
  manager: EntityManager,
  connectionId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ask<{ member_id: string }>(
    manager,
    `SELECT DISTINCT member_id FROM klaviyo_sync_finding
      WHERE connection_id = $1 AND about <> 'list' AND member_id > $2 ORDER BY member_id LIMIT $3`,
    connectionId,
    after,
    limit,
  );
  return rows.map((row) => row.member_id);
}

/** What was found of members (a thousand at most), on a list, or (`''`) of their profiles and points. */
export function readFindings(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  memberIds: readonly string[],
): Promise<FindingRow[]> {
  return manager
    .getRepository(SyncFindingEntity)
    .findBy({ connectionId, listId, memberId: In([...new Set(memberIds)]) });
}

/** How many members were found on a list that do not belong there. */
export function countExtraMembers(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<number> {
  return manager
    .getRepository(SyncFindingEntity)
    .createQueryBuilder('f')
    .where(`f.connectionId = :connectionId AND f.listId = :listId AND f.kind = 'extra'`, {
      connectionId,
      listId,
    })
    .andWhere(`f.memberId <> ''`)
    .getCount();
}

/** Forgets what was found. */
export async function deleteFindings(manager: EntityManager, connectionId: string): Promise<void> {
  await manager.getRepository(SyncFindingEntity).delete({ connectionId });
}
