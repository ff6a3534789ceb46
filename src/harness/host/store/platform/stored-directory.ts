import { In, MoreThan } from 'typeorm';
import {
  Fault,
  type Audience,
  type Clock,
  type Directory,
  type DirectoryCounts,
  type EventQuery,
  type EventType,
  type KeysetPage,
  type KeysetQuery,
  type LoyaltyEvent,
  type Member,
  type Store,
  type Wallet,
} from '../../../../contract/index.js';
import { PlatformAudienceMemberRow } from '../entities/platform-audience-member.entity.js';
import { PlatformAudienceRow } from '../entities/platform-audience.entity.js';
import { PlatformEventTypeRow } from '../entities/platform-event-type.entity.js';
import { PlatformMemberRow } from '../entities/platform-member.entity.js';
import { PlatformWalletRow } from '../entities/platform-wallet.entity.js';
import { keysetPage } from './keyset-page.js';
import { pageLimit } from './page-limit.js';
import { StoredEvents } from './stored-events.js';

/** The contract's limit for a batch. */
const MOST = 1000;

/**
 * The directory over the host's own tables. `asOf` is taken before reading: what is shown may be newer, never older,
 * so that nobody mistakes an old answer for a later one.
 */
export class StoredDirectory implements Directory {
  private readonly events: StoredEvents;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    this.events = new StoredEvents(store, clock);
  }

  /** An id is preferred to an account number, and that to an authentication identifier, where a text is several. */
  async members(tenant: string, references: readonly string[]): Promise<ReadonlyMap<string, Member>> {
    requireBatch(references);
    const found = new Map<string, Member>();
    for (const by of ['id', 'accountNumber', 'authIdentifier'] as const) {
      const open = references.filter((reference) => !found.has(reference));
      if (open.length === 0) break;
      const rows = await this.store.read().find(PlatformMemberRow, {
        where: { tenant, [by]: In(open) },
        order: { id: 'ASC' },
      });
      for (const row of rows) {
        const reference = row[by];
        if (reference !== null && !found.has(reference)) found.set(reference, parse(row) as Member);
      }
    }
    return found;
  }

  async wallets(tenant: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, Wallet>> {
    requireBatch(memberIds);
    if (memberIds.length === 0) return new Map();
    const rows = await this.store.read().findBy(PlatformWalletRow, { tenant, memberId: In([...memberIds]) });
    return new Map(rows.map((row) => [row.memberId, parse(row) as Wallet]));
  }

  async memberships(
    tenant: string,
    memberIds: readonly string[],
  ): Promise<{ readonly asOf: number; readonly audiences: ReadonlyMap<string, readonly string[]> }> {
    requireBatch(memberIds);
    const asOf = this.clock.now();
    const audiences = new Map<string, string[]>();
    if (memberIds.length === 0) return { asOf, audiences };
    const rows = await this.store.read().find(PlatformAudienceMemberRow, {
      where: { tenant, memberId: In([...memberIds]) },
      order: { audienceId: 'ASC' },
    });
    for (const row of rows) {
      const of = audiences.get(row.memberId);
      if (of) of.push(row.audienceId);
      else audiences.set(row.memberId, [row.audienceId]);
    }
    return { asOf, audiences };
  }

  async audiences(tenant: string): Promise<readonly Audience[]> {
    const rows = await this.store
      .read()
      .find(PlatformAudienceRow, { where: { tenant }, order: { id: 'ASC' } });
    return rows.map((row) => parse(row) as Audience);
  }

  async eventTypes(tenant: string): Promise<readonly EventType[]> {
    const rows = await this.store
      .read()
      .find(PlatformEventTypeRow, { where: { tenant }, order: { type: 'ASC' } });
    return rows.map((row) => parse(row) as EventType);
  }

  async memberPage(tenant: string, query: KeysetQuery): Promise<KeysetPage<Member>> {
    const limit = pageLimit(query);
    const asOf = this.clock.now();
    const rows = await this.store.read().find(PlatformMemberRow, {
      where: { tenant, ...(query.after === undefined ? {} : { id: MoreThan(query.after) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return keysetPage(
      rows,
      limit,
      asOf,
      (row) => row.id,
      (row) => parse(row) as Member,
    );
  }

  async audiencePage(tenant: string, audienceId: string, query: KeysetQuery): Promise<KeysetPage<string>> {
    const limit = pageLimit(query);
    const asOf = this.clock.now();
    const rows = await this.store.read().find(PlatformAudienceMemberRow, {
      where: {
        tenant,
        audienceId,
        ...(query.after === undefined ? {} : { memberId: MoreThan(query.after) }),
      },
      order: { memberId: 'ASC' },
      take: limit + 1,
    });
    return keysetPage(
      rows,
      limit,
      asOf,
      (row) => row.memberId,
      (row) => row.memberId,
    );
  }

  async counts(tenant: string, audienceIds: readonly string[]): Promise<DirectoryCounts> {
    requireBatch(audienceIds);
    const read = this.store.read();
    const audiences = new Map(audienceIds.map((id) => [id, 0]));
    for (const audienceId of audiences.keys()) {
      audiences.set(audienceId, await read.countBy(PlatformAudienceMemberRow, { tenant, audienceId }));
    }
    return { members: await read.countBy(PlatformMemberRow, { tenant }), audiences };
  }

  eventPage(tenant: string, query: EventQuery): Promise<KeysetPage<LoyaltyEvent>> {
    return this.events.page(tenant, query);
  }

  eventCount(tenant: string, range: Pick<EventQuery, 'from' | 'until'>): Promise<number> {
    return this.events.count(tenant, range);
  }
}

/** Only `StoredPlatformData` writes these columns, from the types they are read as. */
function parse(row: { readonly json: string }): unknown {
  return JSON.parse(row.json);
}

function requireBatch(keys: readonly string[]): void {
  if (keys.length <= MOST) return;
  throw new Fault({
    kind: 'system',
    code: 'directory_batch_too_large',
    message: `Ask for at most ${MOST} keys at once, not ${keys.length}.`,
  });
}
