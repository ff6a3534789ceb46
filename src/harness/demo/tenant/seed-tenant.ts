import type { Host } from '../../host/host.js';
import type { DemoLedger } from '../demo-ledger.js';
import { range } from '../range.js';
import { demoAudiences } from './demo-audiences.js';
import { demoEventTypes } from './demo-event-types.js';
import { demoMember } from './demo-member.js';
import { demoMemberId } from './demo-member-id.js';
import { demoWallet } from './demo-wallet.js';

/** Members made and stored at a time: memory stays the same for a hundred and for a hundred thousand. */
export const SEED_CHUNK = 1000;

/** What a seeding goes by. */
export interface Seeding {
  readonly ledger: DemoLedger;
  /** Epoch milliseconds. */
  readonly today: number;
}

/**
 * Fills a tenant with `count` members, their wallets, audiences and the event types. Repeatable: members that are
 * there are left as they have become, a seeding that was cut off is completed, and a larger count adds the rest.
 *
 * @returns how many members were not there before
 */
export async function seedTenant(
  host: Host,
  tenant: string,
  count: number,
  seeding: Seeding,
): Promise<number> {
  const { ledger, today } = seeding;
  const before = await host.platform.counts(tenant);
  // The ledger may be older or younger than the database beside it: what both know of is done.
  const from = Math.min(ledger.read('seeded', tenant), before.members, before.wallets);
  if (from >= count) return 0;

  await host.platform.putEventTypes(tenant, demoEventTypes);
  await host.platform.putAudiences(
    tenant,
    demoAudiences.map(({ audience }) => audience),
  );
  for (let start = from; start < count; start += SEED_CHUNK) {
    const end = Math.min(count, start + SEED_CHUNK);
    await seedChunk(host, tenant, range(start, end), today);
    ledger.write('seeded', tenant, end);
  }
  return count - from;
}

async function seedChunk(
  host: Host,
  tenant: string,
  indexes: readonly number[],
  today: number,
): Promise<void> {
  await host.platform.putMembers(
    tenant,
    indexes.map((index) => demoMember(tenant, index)),
  );
  await host.platform.putWallets(
    tenant,
    indexes.map((index) => demoWallet(tenant, index, today)),
  );
  for (const { audience, includes } of demoAudiences) {
    const joined = indexes
      .filter((index) => includes(tenant, index))
      .map((index) => demoMemberId(tenant, index));
    if (joined.length > 0) {
      await host.platform.changeAudience(tenant, { audienceId: audience.id, joined, left: [] });
    }
  }
}
