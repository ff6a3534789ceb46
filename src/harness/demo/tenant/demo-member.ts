import type { Member } from '../../../contract/index.js';
import { demoMemberId } from './demo-member-id.js';
import { demoProfile } from './demo-profile.js';
import { seededRandom } from './seeded-random.js';
import { untidiness } from './untidiness.js';

/** Nobody joined before the programme opened. */
const OPENED = Date.UTC(2021, 2, 1);
const YEARS = 5 * 365;
const DAY_MS = 86_400_000;

/**
 * A member of a demo tenant by its number, from 0: always the same person, made when it is needed.
 *
 * @example
 * demoMember('demo', 7).profile?.givenName; // '<b>Bobby</b>'
 */
export function demoMember(tenant: string, index: number): Member {
  const random = seededRandom(`${tenant}/member/${index}`);
  return {
    id: demoMemberId(tenant, index),
    accountNumber: String(1_000_000 + index),
    authIdentifier: `auth|${tenant}-${index}`,
    externalIdentifier: random() < 0.5 ? `pos-${index}` : null,
    isRestricted: untidiness(index) === 'restricted',
    flags: { staff: random() < 0.03, founder: random() < 0.1 },
    profile: demoProfile(tenant, index),
    createdAt: new Date(OPENED + Math.floor(random() * YEARS) * DAY_MS).toISOString(),
  };
}
