import { In, MoreThan } from 'typeorm';
import {
  Fault,
  type Audience,
  type Clock,
  type Directory,
  type EventType,
  type KeysetPage,
  type KeysetQuery,
  type Member,
  type Store,
  type Wallet,
} from '../../../../contract/index.js';
import { PlatformAudienceMemberRow } from '../entities/platform-audience-member.entity.js';
import { PlatformAudienceRow } from '../entities/platform-audience.entity.js';
import { PlatformEventTypeRow } from '../entities/platform-event-type.entity.js';
import { PlatformMemberRow } from '../entities/platform-member.entity.js';
import { PlatformWalletRow } from '../entities/platform-wallet.entity.js';

/** The contract's limit for a batch and a page. */
const MOST = 1000;

/**
 * The directory over the host's own tables. `asOf` is taken before reading: what is shown may be newer, never older,
 * so that nobody mistakes an old answer for a later one.
 */
export class StoredDirectory implements Directory {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

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
    return page(
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
    return page(
      rows,
      limit,
      asOf,
      (row) => row.memberId,
      (row) => row.memberId,
    );
  }
}

/** Only `StoredPlatformData` writes these columns, from the types they are read as. */
function parse(row: { readonly json: string }): unknown {
  return JSON.parse(row.json);
}

/** One row more than the limit was read: it tells whether a page follows. */
function page<R, T>(
  rows: readonly R[],
  limit: number,
  asOf: number,
  key: (row: R) => string,
  item: (row: R) => T,
): KeysetPage<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? { next: key(last) } : {};
  return { items: shown.map(item), ...next, asOf };
}

function requireBatch(keys: readonly string[]): void {
  if (keys.length <= MOST) return;
  throw new Fault({
    kind: 'system',
    code: 'directory_batch_too_large',
    message: `Ask for at most ${MOST} keys at once, not ${keys.length}.`,
  });
}

function pageLimit(query: KeysetQuery): number {
  if (Number.isInteger(query.limit) && query.limit >= 1 && query.limit <= MOST) return query.limit;
  throw new Fault({
    kind: 'system',
    code: 'directory_page_limit',
    message: `Ask for a page of 1 to ${MOST} items.`,
  });
}
