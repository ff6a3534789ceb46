import type {
  Audience,
  Directory,
  DirectoryCounts,
  EventType,
  KeysetPage,
  KeysetQuery,
  LoyaltyEvent,
  Member,
  Wallet,
} from '../../../src/contract/index.js';
import { benchMember, benchWallet } from './bench-member.js';

/** A platform in memory that answers by one look-up a key: what is measured is the extension, not its host. */
export class BenchDirectory implements Directory {
  readonly ids: readonly string[];
  private readonly byReference = new Map<string, Member>();
  private readonly walletById = new Map<string, Wallet>();

  constructor(readonly size: number) {
    const ids: string[] = [];
    for (let index = 0; index < size; index++) {
      const member = benchMember(index);
      ids.push(member.id);
      this.byReference.set(member.id, member);
      if (typeof member.accountNumber === 'string') this.byReference.set(member.accountNumber, member);
      this.walletById.set(member.id, benchWallet(index));
    }
    this.ids = ids;
  }

  members(_tenant: string, references: readonly string[]): Promise<ReadonlyMap<string, Member>> {
    return Promise.resolve(found(this.byReference, references));
  }

  wallets(_tenant: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, Wallet>> {
    return Promise.resolve(found(this.walletById, memberIds));
  }

  memberships(_tenant: string, memberIds: readonly string[]) {
    return Promise.resolve({ asOf: Date.now(), audiences: new Map(memberIds.map((id) => [id, []])) });
  }

  audiences(): Promise<readonly Audience[]> {
    return Promise.resolve([]);
  }

  eventTypes(): Promise<readonly EventType[]> {
    return Promise.resolve([{ type: 'PURCHASED_REWARD', name: 'Purchased reward' }]);
  }

  memberPage(_tenant: string, { after, limit }: KeysetQuery): Promise<KeysetPage<Member>> {
    // The ids are in order already, and the number stands in them.
    const from = after === undefined ? 0 : Number.parseInt(after.slice(-12), 16) + 1;
    const ids = this.ids.slice(from, from + limit);
    const next = from + limit < this.size ? ids.at(-1) : undefined;
    return Promise.resolve({
      items: [...found(this.byReference, ids).values()],
      asOf: Date.now(),
      ...(next === undefined ? {} : { next }),
    });
  }

  audiencePage(): Promise<KeysetPage<string>> {
    return Promise.resolve({ items: [], asOf: Date.now() });
  }

  counts(_tenant: string, audienceIds: readonly string[]): Promise<DirectoryCounts> {
    return Promise.resolve({ members: this.size, audiences: new Map(audienceIds.map((id) => [id, 0])) });
  }

  eventPage(): Promise<KeysetPage<LoyaltyEvent>> {
    return Promise.resolve({ items: [], asOf: Date.now() });
  }

  eventCount(): Promise<number> {
    return Promise.resolve(0);
  }
}

function found<T>(all: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  const hits = new Map<string, T>();
  for (const key of keys) {
    const value = all.get(key);
    if (value !== undefined) hits.set(key, value);
  }
  return hits;
}
