import type { Member, Wallet } from '../../../contract/index.js';
import type { Host } from '../../host/host.js';
import type { DemoLedger } from '../demo-ledger.js';
import { range } from '../range.js';
import { demoAudiences } from './demo-audiences.js';
import { demoEventTypes } from './demo-event-types.js';
import { demoMember } from './demo-member.js';
import { demoWallet } from './demo-wallet.js';

/**
 * Members made and stored at a time, which is what the host writes in one transaction: memory stays the same for a
 * hundred and for a hundred thousand.
 */
const SEED_CHUNK = 5000;

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
  let storing = Promise.resolve();
  for (let start = from; start < count; start += SEED_CHUNK) {
    const end = Math.min(count, start + SEED_CHUNK);
    const chunk = makeChunk(tenant, range(start, end), today);
    // The next members are made while the database writes these.
    await storing;
    storing = storeChunk(host, tenant, chunk).then(() => ledger.write('seeded', tenant, end));
  }
  await storing;
  return count - from;
}

interface Chunk {
  readonly members: readonly Member[];
  readonly wallets: readonly Wallet[];
  readonly joined: ReadonlyMap<string, readonly string[]>;
}

function makeChunk(tenant: string, indexes: readonly number[], today: number): Chunk {
  const made = indexes.map((index) => ({
    index,
    member: demoMember(tenant, index),
    wallet: demoWallet(tenant, index, today),
  }));
  const joined = demoAudiences.map(
    ({ audience, includes }) =>
      [
        audience.id,
        made.filter(({ index, wallet }) => includes(index, wallet)).map(({ member }) => member.id),
      ] as const,
  );
  return {
    members: made.map(({ member }) => member),
    wallets: made.map(({ wallet }) => wallet),
    joined: new Map(joined),
  };
}

async function storeChunk(host: Host, tenant: string, { members, wallets, joined }: Chunk): Promise<void> {
  await host.platform.putMembers(tenant, members);
  await host.platform.putWallets(tenant, wallets);
  for (const [audienceId, ids] of joined) {
    if (ids.length > 0) await host.platform.changeAudience(tenant, { audienceId, joined: ids, left: [] });
  }
}
