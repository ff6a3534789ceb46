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
import { benchMember, benchMemberId, benchWallet } from '../world/bench-member.js';

/** The platform's one audience. */
export const GENERATED_AUDIENCE: Audience = { id: 'aud-load', name: 'Two of five', isActive: true };

const ID = /^00000000-0000-4000-8000-([0-9a-f]{12})$/;
const ACCOUNT_NUMBER = /^7(\d{6})$/;

/**
 * A platform that stores nothing: member, wallet and memberships follow from a member's index, up to a million of them.
 * What a load keeps in memory is then the extension's own.
 */
export class GeneratedDirectory implements Directory {
  constructor(readonly size: number) {}

  /** Members of the audience: two of each five. */
  get audienceSize(): number {
    return Math.floor(this.size / 5) * 2 + Math.min(2, this.size % 5);
  }

  members(_tenant: string, references: readonly string[]): Promise<ReadonlyMap<string, Member>> {
    return Promise.resolve(this.found(references, benchMember));
  }

  wallets(_tenant: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, Wallet>> {
    return Promise.resolve(this.found(memberIds, benchWallet));
  }

  memberships(_tenant: string, memberIds: readonly string[]) {
    const audiences = this.found(memberIds, (index) => (inAudience(index) ? [GENERATED_AUDIENCE.id] : []));
    return Promise.resolve({ asOf: Date.now(), audiences });
  }

  audiences(): Promise<readonly Audience[]> {
    return Promise.resolve([GENERATED_AUDIENCE]);
  }

  eventTypes(): Promise<readonly EventType[]> {
    return Promise.resolve([{ type: 'PURCHASED_REWARD', name: 'Purchased reward' }]);
  }

  memberPage(_tenant: string, query: KeysetQuery): Promise<KeysetPage<Member>> {
    return Promise.resolve(this.page(query, () => true, benchMember));
  }

  audiencePage(_tenant: string, audienceId: string, query: KeysetQuery): Promise<KeysetPage<string>> {
    const known = audienceId === GENERATED_AUDIENCE.id;
    return Promise.resolve(this.page(query, (index) => known && inAudience(index), benchMemberId));
  }

  counts(_tenant: string, audienceIds: readonly string[]): Promise<DirectoryCounts> {
    const of = (id: string) => (id === GENERATED_AUDIENCE.id ? this.audienceSize : 0);
    return Promise.resolve({
      members: this.size,
      audiences: new Map(audienceIds.map((id) => [id, of(id)])),
    });
  }

  eventPage(): Promise<KeysetPage<LoyaltyEvent>> {
    return Promise.resolve({ items: [], asOf: Date.now() });
  }

  eventCount(): Promise<number> {
    return Promise.resolve(0);
  }

  private found<T>(references: readonly string[], made: (index: number) => T): ReadonlyMap<string, T> {
    const hits = new Map<string, T>();
    for (const reference of references) {
      const index = this.indexOf(reference);
      if (index !== null) hits.set(reference, made(index));
    }
    return hits;
  }

  private page<T>(
    { after, limit }: KeysetQuery,
    fits: (index: number) => boolean,
    made: (index: number) => T,
  ): KeysetPage<T> {
    const items: T[] = [];
    const asOf = Date.now();
    let last = after;
    for (
      let index = after === undefined ? 0 : (this.indexOf(after) ?? this.size) + 1;
      index < this.size;
      index++
    ) {
      if (!fits(index)) continue;
      // One more than the page holds tells that another one follows.
      if (items.length === limit) return { items, asOf, ...(last === undefined ? {} : { next: last }) };
      items.push(made(index));
      last = benchMemberId(index);
    }
    return { items, asOf };
  }

  private indexOf(reference: string): number | null {
    const hex = ID.exec(reference)?.[1];
    const decimal = ACCOUNT_NUMBER.exec(reference)?.[1];
    const index =
      hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : NaN;
    return index < this.size ? index : null;
  }
}

function inAudience(index: number): boolean {
  return index % 5 < 2;
}
