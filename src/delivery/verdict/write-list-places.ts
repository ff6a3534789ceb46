import { type EntityManager, In } from 'typeorm';
import { joinLists, ListJoinEntity, ListMemberEntity, ListStateEntity } from '../../store/index.js';
import { inChunks } from '../kit/in-chunks.js';
import { LIST_GONE } from '../marks/list-gone.js';
import type { ListPlaces } from './verdict.js';

/** Records who is on a list by our hand. @param now epoch milliseconds */
export async function writeListPlaces(
  manager: EntityManager,
  connectionId: string,
  places: ListPlaces,
  now: number,
): Promise<void> {
  const members = manager.getRepository(ListMemberEntity);
  const states = manager.getRepository(ListStateEntity);
  const joins = manager.getRepository(ListJoinEntity);
  switch (places.kind) {
    case 'joined':
      return joinLists(manager, connectionId, places.joins);
    case 'read':
      await states.upsert({ connectionId, listId: places.listId, readAt: now, pausedReason: null }, [
        'connectionId',
        'listId',
      ]);
      return;
    case 'gone': {
      const { listId } = places;
      await states.upsert({ connectionId, listId, readAt: null, pausedReason: LIST_GONE }, [
        'connectionId',
        'listId',
      ]);
      // Whoever was on it is on it no more: a list of the same id that comes back is read anew.
      await members.delete({ connectionId, listId });
      await joins.delete({ connectionId, listId });
      return;
    }
    case 'found': {
      const { listId } = places;
      const rows = places.profileIds.map((profileId) => ({
        connectionId,
        listId,
        profileId,
        origin: 'found' as const,
      }));
      await inChunks(rows, (some) =>
        members
          .createQueryBuilder()
          .insert()
          .values([...some])
          // Whom we have put there before stays ours.
          .orIgnore()
          .updateEntity(false)
          .execute(),
      );
      return;
    }
    default: {
      const { kind, listId, profileIds, memberIds } = places;
      if (kind === 'added') {
        const rows = profileIds.map((profileId) => ({
          connectionId,
          listId,
          profileId,
          origin: 'ours' as const,
        }));
        await inChunks(rows, (some) => members.upsert([...some], ['connectionId', 'listId', 'profileId']));
      } else {
        await inChunks(profileIds, (some) =>
          members.delete({ connectionId, listId, profileId: In([...some]) }),
        );
      }
      // Known by the profile now, or off the list.
      await inChunks(memberIds, (some) => joins.delete({ connectionId, listId, memberId: In([...some]) }));
    }
  }
}
