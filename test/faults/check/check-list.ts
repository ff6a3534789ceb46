import type { Ledger } from '../feed/ledger.js';
import { memberId } from '../feed/members.js';
import type { AccountState } from '../klaviyo/account-state.js';
import type { ListExpectation } from './list-expectation.js';
import type { ProfileBook } from './profile-book.js';

/** Holds a list against its audiences: their union, whom others had put there, and whom adding only ever added. */
export function checkList(
  { listId, mode, audienceIds, found }: ListExpectation,
  lists: AccountState['lists'],
  audience: Ledger['audience'],
  profiles: ProfileBook,
): readonly string[] {
  const list = lists.find(({ id }) => id === listId);
  if (!list) return [`the list ${listId} is not there`];
  const books = audienceIds.map(audience);
  const wanted = new Set(books.flatMap(({ now }) => [...now]).map(memberId));
  const allowed = mode === 'mirror' ? wanted : new Set(books.flatMap(({ ever }) => [...ever]).map(memberId));
  const there = new Set(list.members.map((profileId) => profiles.ownerOf(profileId)));
  const missing = [...wanted].filter((member) => !there.has(member));
  const surplus = list.members.filter(
    (profileId) => !found.has(profileId) && !allowed.has(profiles.ownerOf(profileId) ?? ''),
  );
  const gone = [...found].filter((profileId) => !list.members.includes(profileId));
  return [
    ...missing.map((member) => `${member} belongs on ${list.name} and is not there`),
    ...surplus.map(
      (profileId) =>
        `${profiles.ownerOf(profileId) ?? profileId} is on ${list.name} and does not belong there`,
    ),
    ...gone.map((profileId) => `${profileId} was put on ${list.name} by somebody else and is gone`),
  ];
}
