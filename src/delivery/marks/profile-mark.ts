import { dueFrom, type NewMark } from '../../store/index.js';

/**
 * A mark that has every part of a member's state looked at; whose connection it is, the writer says.
 *
 * @param now epoch ms
 * @param notBefore epoch ms before which nothing is looked at
 */
export const profileMark = (
  memberId: string,
  now: number,
  notBefore = now,
): Omit<NewMark, 'connectionId'> => ({
  facet: 'profile',
  memberId,
  listId: '',
  ...dueFrom(now, notBefore),
});
