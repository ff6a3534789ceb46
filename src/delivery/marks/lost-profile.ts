import type { Settings } from '../../settings/index.js';
import { dueFrom, type NewMark } from '../../store/index.js';

/**
 * Marks that bring a member's places on lists back: its profile was merged or deleted in Klaviyo, and whoever takes its
 * place is on none of the mapped lists.
 *
 * @param now epoch ms
 */
export const placesAgain = (
  { audiences, capabilities }: Pick<Settings, 'audiences' | 'capabilities'>,
  memberId: string,
  now: number,
): Omit<NewMark, 'connectionId'>[] =>
  capabilities.lists
    ? [...new Set(audiences.map(({ listId }) => listId))].map((listId) => ({
        facet: 'list',
        memberId,
        listId,
        ...dueFrom(now),
      }))
    : [];
