import { type EntityManager, In } from 'typeorm';
import { ListJoinEntity, ListMemberEntity, readLinks } from '../../store/index.js';

/** Which of these members (a thousand at most) are on a list, as far as is recorded, by whose hand ever. */
export async function onListAmong(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const links = await readLinks(manager, connectionId, memberIds);
  const memberOf = new Map(links.map(({ memberId, profileId }) => [profileId, memberId]));
  const profileIds = [...memberOf.keys()].filter((id) => id !== null);
  const [put, joined] = await Promise.all([
    manager.getRepository(ListMemberEntity).findBy({ connectionId, listId, profileId: In(profileIds) }),
    manager.getRepository(ListJoinEntity).findBy({ connectionId, listId, memberId: In([...memberIds]) }),
  ]);
  return new Set([
    ...put.flatMap(({ profileId }) => memberOf.get(profileId) ?? []),
    ...joined.map(({ memberId }) => memberId),
  ]);
}
