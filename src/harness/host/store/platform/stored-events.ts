import type { SelectQueryBuilder } from 'typeorm';
import {
  Fault,
  type Clock,
  type EventQuery,
  type KeysetPage,
  type LoyaltyEvent,
  type Store,
} from '../../../../contract/index.js';
import { PlatformEventRow } from '../entities/platform-event.entity.js';
import { keysetPage } from './keyset-page.js';
import { pageLimit } from './page-limit.js';

/** The events that were reported to the platform, ordered by their time and, within a millisecond, by their id. */
export class StoredEvents {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  async page(tenant: string, query: EventQuery): Promise<KeysetPage<LoyaltyEvent>> {
    const limit = pageLimit(query);
    const asOf = this.clock.now();
    const rows = await this.between(tenant, query)
      .orderBy('event.at')
      .addOrderBy('event.id')
      .limit(limit + 1)
      .getMany();
    return keysetPage(
      rows,
      limit,
      asOf,
      ({ at, id }) => `${at}:${id}`,
      // Only `put` writes this column.
      ({ json }) => JSON.parse(json) as LoyaltyEvent,
    );
  }

  count(tenant: string, range: Pick<EventQuery, 'from' | 'until'>): Promise<number> {
    return this.between(tenant, range).getCount();
  }

  private between(
    tenant: string,
    { from, until, after }: Pick<EventQuery, 'from' | 'until' | 'after'>,
  ): SelectQueryBuilder<PlatformEventRow> {
    const query = this.store
      .read()
      .createQueryBuilder(PlatformEventRow, 'event')
      .where('event.tenant = :tenant AND event.at < :until', { tenant, until });
    // One lower bound only: of two, a planner may enter the index at the wrong one and walk to the other.
    return after === undefined
      ? query.andWhere('event.at >= :from', { from })
      : query.andWhere('(event.at, event.id) > (:at, :id)', position(after));
  }
}

function position(after: string): { readonly at: number; readonly id: string } {
  const [, at, id] = /^(-?\d{1,16}):([^]*)$/.exec(after) ?? [];
  if (at !== undefined && id !== undefined) return { at: Number(at), id };
  throw new Fault({
    kind: 'system',
    code: 'directory_cursor_invalid',
    message: 'Give back the `next` of the page before as `after`, unchanged.',
  });
}
