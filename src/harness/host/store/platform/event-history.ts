import type { Clock, Logger, LoyaltyEvent, Store } from '../../../../contract/index.js';
import { PlatformEventRow } from '../entities/platform-event.entity.js';
import { WriteBehind } from '../write-behind.js';
import { upsertRows } from '../write-rows.js';
import { eventInstant } from './event-instant.js';
import { requireKey } from './require-key.js';

type Row = Readonly<PlatformEventRow>;

/** Writes what `StoredEvents` reads. An event that is known stays as it was told first. */
export class EventHistory {
  private readonly behind: WriteBehind<Row>;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    logger: Pick<Logger, 'error'>,
  ) {
    this.behind = new WriteBehind((rows) => this.write(rows), clock, logger);
  }

  /** Resolves when the events are durable. One without a time was reported now. */
  async put(tenant: string, events: readonly LoyaltyEvent[]): Promise<void> {
    await this.write(this.rowsOf(tenant, events));
  }

  /** The same for events that are handed over as well: soon, see {@link WriteBehind}. */
  async note(tenant: string, events: readonly LoyaltyEvent[]): Promise<void> {
    await this.behind.note(this.rowsOf(tenant, events));
  }

  /** Resolves when all that was noted stands. */
  settle(): Promise<void> {
    return this.behind.settle();
  }

  private write(rows: readonly Row[]): Promise<void> {
    return upsertRows(this.store, PlatformEventRow, rows, { key: [], overwrite: [] });
  }

  private rowsOf(tenant: string, events: readonly LoyaltyEvent[]): readonly Row[] {
    requireKey(events, 'id');
    const now = this.clock.now();
    return events.map((event) => {
      const at = eventInstant(event);
      const told = at === null ? { ...event, reportedAt: new Date(now).toISOString() } : event;
      return { tenant, id: event.id, at: at ?? now, json: JSON.stringify(told) };
    });
  }
}
