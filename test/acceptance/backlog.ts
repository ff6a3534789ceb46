import type { LoyaltyEvent, Wallet } from '../../src/contract/index.js';
import { event, type LoadedExtension, member } from '../extension/loaded-extension.js';

/** Members `m0`, `m1`, … with a balance each. */
export function addMembers(
  world: LoadedExtension,
  count: number,
  points = (index: number) => index,
): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `m${index}`;
    const wallet: Omit<Wallet, 'memberId'> = { points: points(index), lifetimeEarn: index, tier: null };
    world.platform.addMember(member(id), wallet);
    return id;
  });
}

/** One event for each member, `e-m0`, `e-m1`, …. */
export const eventsOf = (ids: readonly string[], prefix = 'e'): LoyaltyEvent[] =>
  ids.map((id) => event(`${prefix}-${id}`, id));

/** Hints that the wallets of members have changed. */
export const changes = (ids: readonly string[], facet: 'profile' | 'wallet' = 'wallet') =>
  ids.map((memberId) => ({ kind: 'changed', facet, memberId }) as const);
