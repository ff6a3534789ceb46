import type { EntityManager } from 'typeorm';
import {
  deleteFromList,
  deleteJoins,
  deleteJoinsOfMembers,
  insertFoundOnList,
  joinLists,
  putListPaused,
  putListRead,
  putOursOnList,
} from '../../store/index.js';
import { LIST_GONE } from '../marks/list-gone.js';
import type { ListPlaces } from './verdict.js';

/** Records who is on a list by our hand. @param now epoch milliseconds */
export async function writeListPlaces(
  manager: EntityManager,
  connectionId: string,
  places: ListPlaces,
  now: number,
): Promise<void> {
  if (places.kind === 'joined') return joinLists(manager, connectionId, places.joins);
  if (places.kind === 'lost') return deleteJoinsOfMembers(manager, connectionId, [places.memberId]);
  const { listId } = places;
  switch (places.kind) {
    case 'read':
      return putListRead(manager, connectionId, listId, now);
    case 'found':
      // Whom we have put there before stays ours.
      return insertFoundOnList(manager, connectionId, listId, places.profileIds);
    case 'gone':
      // Whom we have added stays recorded: that is forgotten by a person's decision, not on hearsay.
      return putListPaused(manager, connectionId, listId, LIST_GONE);
    case 'added':
      await putOursOnList(manager, connectionId, listId, places.profileIds);
      break;
    case 'removed':
      await deleteFromList(manager, connectionId, listId, places.profileIds);
  }
  // Known by the profile now, or off the list.
  await deleteJoins(manager, connectionId, listId, places.memberIds);
}
