import { dueFrom, type NewMark } from '../../store/index.js';

/** A mark that a run raises: behind the live work, due at once. */
export const backfillMark = (
  connectionId: string,
  now: number,
  facet: 'profile' | 'list',
  memberId: string,
  listId = '',
): NewMark => ({
  connectionId,
  facet,
  memberId,
  listId,
  ...dueFrom(now),
  priority: 1,
});
