import { type EntityManager, In } from 'typeorm';
import { ListMemberEntity } from './list-member.entity.js';
import { ask, chunks } from './statement.js';
import { columnsOf, insertRows, rowsById } from './table-columns.js';

/** By whose hand a profile is on a list. */
export type ListOrigin = ListMemberEntity['origin'];

/** Records profiles that were found on a list; whom we have put there before stays ours. */
export async function insertFoundOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<void> {
  const same = { connectionId, listId, origin: 'found' } as const;
  await insertRows(
    manager,
    ListMemberEntity,
    columnsOf(manager, ListMemberEntity, ['profileId']),
    rowsFor(profileIds),
    same,
    'keep',
  );
}

/** Records profiles that we have put on a list, whoever was said to have done so before. */
export async function putOursOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<void> {
  const same = { connectionId, listId, origin: 'ours' } as const;
  await insertRows(
    manager,
    ListMemberEntity,
    columnsOf(manager, ListMemberEntity, ['profileId']),
    rowsFor(profileIds),
    same,
    'replace',
  );
}

// One statement must not touch a row twice: PostgreSQL refuses it.
const rowsFor = (profileIds: readonly string[]) =>
  [...new Set(profileIds)].map((profileId) => ({ profileId }));

/** Which of these profiles are on a list, and by whose hand. */
export async function readOriginsAmong(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, ListOrigin>> {
  const columns = columnsOf(manager, ListMemberEntity, ['profileId', 'origin']);
  const lookup = { where: 'list_id = $3 AND profile_id = v.id' };
  const rows = await rowsById(manager, columns, lookup, connectionId, profileIds, listId);
  return new Map(
    rows.map((row) => {
      const { profileId, origin } = columns.read(row);
      return [profileId, origin];
    }),
  );
}

/** The lists that a profile is on, and by whose hand. */
export async function readOriginsOf(
  manager: EntityManager,
  connectionId: string,
  profileId: string,
): Promise<ReadonlyMap<string, ListOrigin>> {
  const rows = await manager.getRepository(ListMemberEntity).findBy({ connectionId, profileId });
  return new Map(rows.map(({ listId, origin }) => [listId, origin]));
}

/** How many profiles we have put on a list. */
export function countOurs(manager: EntityManager, connectionId: string, listId: string): Promise<number> {
  return manager.getRepository(ListMemberEntity).countBy({ connectionId, listId, origin: 'ours' });
}

/** How many profiles are on a list by one hand. */
export interface OriginCount {
  readonly listId: string;
  readonly origin: ListOrigin;
  readonly count: number;
}

/** How many profiles are on each list, by whose hand. */
export async function countByOrigin(manager: EntityManager, connectionId: string): Promise<OriginCount[]> {
  const rows = await ask<{ list_id: string; origin: ListOrigin; count: string | number }>(
    manager,
    `SELECT list_id, origin, COUNT(*) AS count FROM klaviyo_list_member
      WHERE connection_id = $1 GROUP BY list_id, origin`,
    connectionId,
  );
  return rows.map(({ list_id: listId, origin, count }) => ({ listId, origin, count: Number(count) }));
}

/** Profiles that are off a list. */
export async function deleteFromList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<void> {
  for (const some of chunks(profileIds)) {
    await manager.getRepository(ListMemberEntity).delete({ connectionId, listId, profileId: In(some) });
  }
}

/** Forgets who was on a list: it is gone. */
export async function deleteMembersOfList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
): Promise<void> {
  await manager.getRepository(ListMemberEntity).delete({ connectionId, listId });
}

/** Forgets on which lists profiles were: they are gone. */
export async function deleteFromAllLists(
  manager: EntityManager,
  connectionId: string,
  profileIds: readonly string[],
): Promise<void> {
  for (const some of chunks(profileIds)) {
    await manager.getRepository(ListMemberEntity).delete({ connectionId, profileId: In(some) });
  }
}

/** Some of the profiles that we have put on a list. */
export async function readOursPage(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  limit: number,
): Promise<string[]> {
  const rows = await manager
    .getRepository(ListMemberEntity)
    .find({ where: { connectionId, listId, origin: 'ours' }, order: { profileId: 'ASC' }, take: limit });
  return rows.map(({ profileId }) => profileId);
}
