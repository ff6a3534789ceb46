import type { Wallet } from '../../../contract/index.js';
import { tiers } from './tiers.js';

/** The wallet that follows from a balance and a lifetime's earnings: the tier, the next one, and what is missing. */
export function walletOf(memberId: string, points: number, lifetimeEarn: number): Wallet {
  const reached = tiers.findLast((tier) => tier.from <= lifetimeEarn) ?? tiers[0];
  const next = tiers.find((tier) => tier.priority === reached.priority + 1);
  return {
    memberId,
    points,
    lifetimeEarn,
    tier: { id: reached.id, name: reached.name, priority: reached.priority },
    nextTier: next ? { name: next.name, pointsTo: next.from - lifetimeEarn } : null,
  };
}
