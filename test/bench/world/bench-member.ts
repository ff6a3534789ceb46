import type { Member, Wallet } from '../../../src/contract/index.js';

const TIERS = [
  { id: 'tier-1', name: 'Bronze', priority: 1 },
  { id: 'tier-2', name: 'Silver', priority: 2 },
] as const;

/** A member's id: a UUID's length, and the same in every process that counts to the same number. */
export function benchMemberId(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** A member with e-mail and phone, as most have: identifying one costs what it costs in a real programme. */
export function benchMember(index: number): Member {
  return {
    id: benchMemberId(index),
    accountNumber: `7${String(index).padStart(6, '0')}`,
    profile: {
      givenName: 'Ada',
      familyName: `Lovelace ${index}`,
      // A domain that Klaviyo takes: addresses at example.com it drops.
      emailAddress: `member.${index}@bench.loyalty-demo.net`,
      telephoneNumber: `+44 7400 ${String(index % 1_000_000).padStart(6, '0')}`,
      country: 'GB',
      city: 'London',
    },
  };
}

/** A member's balance: it stays as it is, so that a settled member stays settled. */
export function benchWallet(index: number): Wallet {
  return {
    memberId: benchMemberId(index),
    points: index % 5_000,
    lifetimeEarn: index % 9_000,
    tier: TIERS[index % 2] ?? null,
  };
}
