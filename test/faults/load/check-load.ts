import type { AccountState } from '../klaviyo/account-state.js';
import { memberId } from '../feed/members.js';
import { audienceOf, pointsOf } from './programme.js';

const BALANCE = 'Loyalty Points Balance';
const SHOWN = 5;

/** What of a loaded programme Klaviyo holds otherwise than the platform says, a sentence each. */
export function checkLoad(
  { profiles, lists }: AccountState,
  members: number,
  audience: number,
  list: { readonly listId: string; readonly strangers: ReadonlySet<string> },
): readonly string[] {
  const findings: string[] = [];
  const byMember = new Map(profiles.map((profile) => [profile.attributes.external_id, profile]));
  const own = profiles.filter(({ attributes }) => attributes.external_id !== null);
  if (own.length !== members) findings.push(`There are ${own.length} profiles of ${members} members.`);
  const stale = Array.from({ length: members }, (_, number) => number).filter((number) => {
    const properties = byMember.get(memberId(number))?.attributes.properties ?? {};
    return properties[BALANCE] !== pointsOf(number);
  });
  if (stale.length > 0) {
    const some = stale.slice(0, SHOWN).map(memberId).join(', ');
    findings.push(`${stale.length} members have no balance or another one: ${some}.`);
  }
  const there = new Set(lists.find(({ id }) => id === list.listId)?.members);
  const wanted = [
    ...audienceOf(members, audience).map((number) => byMember.get(memberId(number))?.id ?? memberId(number)),
    ...list.strangers,
  ];
  const missing = wanted.filter((id) => !there.has(id)).length;
  const extra = there.size - (wanted.length - missing);
  if (missing > 0) findings.push(`${missing} are missing on the list.`);
  if (extra > 0) findings.push(`${extra} are on the list and should not be.`);
  return findings;
}
