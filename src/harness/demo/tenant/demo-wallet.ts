import type { Wallet } from '../../../contract/index.js';
import { demoMemberId } from './demo-member-id.js';
import { seededRandom } from './seeded-random.js';
import { untidiness } from './untidiness.js';
import { walletOf } from './wallet-of.js';

const DAY_MS = 86_400_000;

/**
 * The wallet of a tenant's member as the demo begins.
 *
 * @param today epoch milliseconds; points fall due within three months of it
 */
export function demoWallet(tenant: string, index: number, today: number): Wallet {
  const random = seededRandom(`${tenant}/wallet/${index}`);
  // Cubed: most members have earned little, a few a lot.
  const lifetimeEarn = Math.floor(random() ** 3 * 12_000);
  const oddity = untidiness(index);
  const points = oddity === 'zero-points' ? 0 : Math.floor(lifetimeEarn * random());
  const wallet = walletOf(demoMemberId(tenant, index), points, lifetimeEarn);
  const due = Math.floor(points * random());
  const on = new Date(today + Math.ceil(random() * 90) * DAY_MS).toISOString().slice(0, 10);
  return {
    ...wallet,
    ...(oddity === 'no-tier' ? { tier: null, nextTier: null } : {}),
    ...(due > 0 ? { pointsDueToExpire: [{ points: due, on }] } : {}),
  };
}
