import type { EntityManager } from 'typeorm';
import { ListSeenEntity } from './list-seen.entity.js';
import { ask } from './statement.js';
import { columnsOf, insertRows, rowsById } from './table-columns.js';

/** Records that profiles were seen on a list. */
export async function putSeen(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<void> {
  const columns = columnsOf(manager, ListSeenEntity, ['profileId']);
  const rows = profileIds.map((profileId) => ({ profileId }));
  await insertRows(manager, ListSeenEntity, columns, rows, { connectionId, listId }, 'keep');
}

/** Which of these profiles were seen on a list. */
export async function readSeenAmong(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const columns = columnsOf(manager, ListSeenEntity, ['profileId']);
  const lookup = { where: 'list_id = $3 AND profile_id = v.id' };
  const rows = await rowsById(manager, columns, lookup, connectionId, profileIds, listId);
  return new Set(rows.map((row) => columns.read(row).profileId));
}

/** Forgets who was seen on a list. */
export async function deleteSeenOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<void> {
  await manager.getRepository(ListSeenEntity).delete({ connectionId, listId });
}

/** Forgets who was seen on any list: the comparison is over. */
export async function deleteAllSeen(manager: EntityManager, connectionId: string): Promise<void> {
  await manager.getRepository(ListSeenEntity).delete({ connectionId });
}

/** A profile that was seen on a list and that nothing is recorded of. */
export interface Unrecorded {
  readonly profileId: string;
  /** Whose profile it is, where it is a member's. */
  readonly memberId: string | null;
}

/** Profiles seen on a list that nobody has recorded there, in the order of their ids. */
export async function unrecordedOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  after: string,
  limit: number,
): Promise<Unrecorded[]> {
  const rows = await ask<{ profile_id: string; member_id: string | null }>(
    manager,
    `SELECT s.profile_id, p.member_id FROM klaviyo_list_seen s
       LEFT JOIN klaviyo_profile_link p ON p.connection_id = s.connection_id AND p.profile_id = s.profile_id
      WHERE s.connection_id = $1 AND s.list_id = $2 AND s.profile_id > $3
        AND NOT EXISTS (SELECT 1 FROM klaviyo_list_member l WHERE l.connection_id = s.connection_id
                           AND l.list_id = s.list_id AND l.profile_id = s.profile_id)
        AND NOT EXISTS (SELECT 1 FROM klaviyo_list_join j WHERE j.connection_id = s.connection_id
                           AND j.list_id = s.list_id AND j.member_id = p.member_id)
      ORDER BY s.profile_id LIMIT $4`,
    connectionId,
    listId,
    after,
    limit,
  );
  return rows.map((row) => ({ profileId: row.profile_id, memberId: row.member_id }));
}
