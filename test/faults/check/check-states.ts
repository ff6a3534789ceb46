import type { Ledger, Truth } from '../feed/ledger.js';
import { emailOf, hasContact, hasEmail, memberId } from '../feed/members.js';
import type { ProfileState } from '../klaviyo/account-state.js';
import type { Findings } from './findings.js';
import type { ProfileBook } from './profile-book.js';

const BALANCE = 'Loyalty Points Balance';

/**
 * Holds the profiles against the platform's newest data, for every member that something was accepted of.
 *
 * A member with neither e-mail nor phone may have twins where Klaviyo does not find anybody by an external id: one
 * of them has to be right. [?]
 */
export function checkStates(
  ledger: Pick<Ledger, 'touched' | 'told' | 'truth'>,
  profiles: ProfileBook,
): Pick<Findings, 'stale' | 'twins'> {
  const stale: string[] = [];
  const twins: string[] = [];
  for (const member of ledger.touched) {
    const own = profiles.of(member);
    const truth = ledger.truth(member);
    const [first] = own;
    if (!first) {
      if (ledger.told.has(member)) stale.push(`${memberId(member)} has no profile`);
    } else if (!own.some((profile) => isEqual(shown(profile), wanted(member, truth)))) {
      const said = JSON.stringify(shown(first));
      stale.push(`${memberId(member)} shows ${said}, newest is ${JSON.stringify(wanted(member, truth))}`);
    }
    if (own.length > 1 && hasContact(member)) {
      twins.push(`${memberId(member)} has ${own.length} profiles: ${own.map(({ id }) => id).join(', ')}`);
    }
  }
  return { stale, twins };
}

type Facts = readonly [name: unknown, points: unknown, email: string | null];

const shown = ({ attributes }: ProfileState): Facts => [
  attributes.first_name,
  attributes.properties[BALANCE],
  attributes.email,
];

const wanted = (member: number, { givenName, points, move }: Truth): Facts => [
  givenName,
  points,
  hasEmail(member) ? emailOf(member, move) : null,
];

const isEqual = (one: Facts, other: Facts): boolean => one.every((fact, place) => fact === other[place]);
