import type { Audience, EventType, LoyaltyEvent, Member, Wallet } from '../platform.js';

export interface KeysetQuery {
  /** The last key of the page before. */
  readonly after?: string;
  /** 1 to 1000. */
  readonly limit: number;
}

/** Events of the past: those whose time (`occurredAt ?? reportedAt`) is from `from` on and before `until` (epoch ms). */
export interface EventQuery extends KeysetQuery {
  readonly from: number;
  readonly until: number;
}

/** How much there is to go through. Counted when asked, so it may have moved by the time the pages are read. */
export interface DirectoryCounts {
  readonly members: number;
  /** Members by audience id, of the audiences asked for; 0 for one that is not known. */
  readonly audiences: ReadonlyMap<string, number>;
}

/** One page of a snapshot, ordered by id; of events, by time. */
export interface KeysetPage<T> {
  readonly items: readonly T[];
  /** Give it back as `after`; absent on the last page. */
  readonly next?: string;
  /** Epoch milliseconds: the page shows what held then. */
  readonly asOf: number;
}

/**
 * The platform's data, read when it is needed. A lane has no call, so the tenant is told each time. Batches take at
 * most 1000 keys; what is not known is missing from the answer.
 */
export interface Directory {
  /** By reference: member id, account number or authentication identifier. Keyed by the reference asked for. */
  members(tenant: string, references: readonly string[]): Promise<ReadonlyMap<string, Member>>;
  /** Keyed by member id. */
  wallets(tenant: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, Wallet>>;
  /** Ids of the audiences each member is in, keyed by member id, read at `asOf`. */
  memberships(
    tenant: string,
    memberIds: readonly string[],
  ): Promise<{ readonly asOf: number; readonly audiences: ReadonlyMap<string, readonly string[]> }>;
  audiences(tenant: string): Promise<readonly Audience[]>;
  eventTypes(tenant: string): Promise<readonly EventType[]>;
  memberPage(tenant: string, query: KeysetQuery): Promise<KeysetPage<Member>>;
  /** Member ids of one audience. */
  audiencePage(tenant: string, audienceId: string, query: KeysetQuery): Promise<KeysetPage<string>>;
  counts(tenant: string, audienceIds: readonly string[]): Promise<DirectoryCounts>;
  /** Events reported in the past, in an order in which each member's events keep theirs. */
  eventPage(tenant: string, query: EventQuery): Promise<KeysetPage<LoyaltyEvent>>;
  eventCount(tenant: string, range: Pick<EventQuery, 'from' | 'until'>): Promise<number>;
}
