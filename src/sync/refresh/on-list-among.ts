import type { EntityManager } from 'typeorm';
import { readJoinedAmong, readLinks, readOriginsAmong } from '../../store/index.js';

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
    readOriginsAmong(manager, connectionId, listId, profileIds),
    readJoinedAmong(manager, connectionId, listId, memberIds),
  ]);
  return new Set([...[...put.keys()].flatMap((profileId) => memberOf.get(profileId) ?? []), ...joined]);
}
