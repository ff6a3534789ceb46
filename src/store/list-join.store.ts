import { type EntityManager, In } from 'typeorm';
import { ListJoinEntity } from './list-join.entity.js';
import { ask, chunks } from './statement.js';
import { columnsOf, insertRows, rowsById } from './table-columns.js';

/** Records whom imports have put on lists; who stands there already stays. */
export async function joinLists(
  manager: EntityManager,
  connectionId: string,
  joins: readonly { readonly listId: string; readonly memberId: string }[],
): Promise<void> {
  const columns = columnsOf(manager, ListJoinEntity, ['listId', 'memberId']);
  await insertRows(manager, ListJoinEntity, columns, joins, { connectionId }, 'keep');
}

/** Which of these members an import has put on a list. */
export async function readJoinedAmong(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const columns = columnsOf(manager, ListJoinEntity, ['memberId']);
  const lookup = { where: 'list_id = $3 AND member_id = v.id' };
  const rows = await rowsById(manager, columns, lookup, connectionId, memberIds, listId);
  return new Set(rows.map((row) => columns.read(row).memberId));
}

/** The lists that imports have put a member on. */
export async function readJoinedLists(
  manager: EntityManager,
  connectionId: string,
  memberId: string,
): Promise<ReadonlySet<string>> {
  const rows = await manager.getRepository(ListJoinEntity).findBy({ connectionId, memberId });
  return new Set(rows.map(({ listId }) => listId));
}

/** How many members imports have put on a list. */
export function countJoined(manager: EntityManager, connectionId: string, listId: string): Promise<number> {
  return manager.getRepository(ListJoinEntity).countBy({ connectionId, listId });
}

/** Forgets that imports have put members on a list: they are known by their profiles now, or are off it. */
export async function deleteJoins(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  memberIds: readonly string[],
): Promise<void> {
  for (const some of chunks(memberIds)) {
    await manager.getRepository(ListJoinEntity).delete({ connectionId, listId, memberId: In(some) });
  }
}

/** Forgets whom imports have put on a list: it is gone. */
export async function deleteJoinsOfList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<void> {
  await manager.getRepository(ListJoinEntity).delete({ connectionId, listId });
}

/** Forgets on which lists imports have put members: their profiles are gone. */
export async function deleteJoinsOfMembers(
  manager: EntityManager,
  connectionId: string,
  memberIds: readonly string[],
): Promise<void> {
  for (const some of chunks(memberIds)) {
    await manager.getRepository(ListJoinEntity).delete({ connectionId, memberId: In(some) });
  }
}

/** A member whom an import has put on a list. */
export interface JoinedMember {
  readonly memberId: string;
  readonly profileId: string | null;
  /** The profile was on the list before: it is not ours. */
  readonly isFound: boolean;
}

/** Some of the members whom imports have put on a list. */
export async function readJoinedPage(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  limit: number,
): Promise<JoinedMember[]> {
  const rows = await ask<{ member_id: string; profile_id: string | null; found: string | null }>(
    manager,
    `SELECT j.member_id, p.profile_id, f.profile_id AS found FROM klaviyo_list_join j
       LEFT JOIN klaviyo_profile_link p ON p.connection_id = j.connection_id AND p.member_id = j.member_id
       LEFT JOIN klaviyo_list_member f ON f.connection_id = j.connection_id AND f.list_id = j.list_id
             AND f.profile_id = p.profile_id AND f.origin = 'found'
      WHERE j.connection_id = $1 AND j.list_id = $2 ORDER BY j.member_id LIMIT $3`,
    connectionId,
    listId,
    limit,
  );
  return rows.map(({ member_id: memberId, profile_id: profileId, found }) => ({
    memberId,
    profileId,
    isFound: found !== null,
  }));
}
