import type { Ledger } from '../feed/ledger.js';
import { memberId } from '../feed/members.js';
import type { AccountState } from '../klaviyo/account-state.js';
import type { Findings } from './findings.js';
import type { ProfileBook } from './profile-book.js';

type Verdict = Pick<Findings, 'lost' | 'doubled' | 'strange' | 'strayed'>;

/** Holds the events that Klaviyo recorded against those that were accepted: each once, on its member's profile. */
export function checkEvents(
  accepted: Ledger['accepted'],
  events: AccountState['events'],
  profiles: ProfileBook,
): Verdict {
  const found = new Map<string, string[]>();
  for (const { uniqueId, profileId } of events) {
    found.set(uniqueId, [...(found.get(uniqueId) ?? []), profileId]);
  }
  const lost: string[] = [];
  const doubled: string[] = [];
  const strayed: string[] = [];
  for (const [member, ids] of accepted) {
    const owner = memberId(member);
    for (const id of ids) {
      const places = found.get(id) ?? [];
      found.delete(id);
      if (places.length === 0) lost.push(`${id} of ${owner} is not there`);
      if (places.length > 1) {
        doubled.push(`${id} of ${owner} is there ${places.length} times, on ${places.join(', ')}`);
      }
      const wrong = places.find((profileId) => profiles.ownerOf(profileId) !== owner);
      if (wrong !== undefined) {
        strayed.push(`${id} of ${owner} is on the profile ${wrong} of ${String(profiles.ownerOf(wrong))}`);
      }
    }
  }
  return { lost, doubled, strayed, strange: [...found.keys()].map((id) => `${id} was never accepted`) };
}
