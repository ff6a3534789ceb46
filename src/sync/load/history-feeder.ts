import { inject, injectable } from 'inversify';
import { Connections } from '../../connection/index.js';
import { type Clock, type Directory, HOST, type LoyaltyEvent } from '../../contract/index.js';
import { type LaneContext, Sequence } from '../../delivery/index.js';
import { ignoredReason, parseEventItem, subjectOf } from '../../mapping/index.js';
import type { NewEvent, RunRow } from '../../store/index.js';
import { PAGE } from '../page.js';

/** A page of past events, ready for the outbox. */
export interface HistoryPage {
  readonly events: readonly NewEvent[];
  /** Events that the page had, sent or not. */
  readonly items: number;
  /** A code for each that is not sent. */
  readonly skipped: readonly string[];
  readonly next?: string;
}

/** Reads events of the past, from the date asked for up to where the live stream began. */
@injectable()
export class HistoryFeeder {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sequence) private readonly sequence: Sequence,
  ) {}

  async page(lane: LaneContext, run: RunRow): Promise<HistoryPage> {
    const { items, next } = await this.directory.eventPage(lane.tenant, {
      from: run.request.eventsFrom ?? 0,
      until: await this.until(lane.connectionId, run),
      limit: PAGE,
      ...(run.cursor.after === undefined ? {} : { after: run.cursor.after }),
    });
    const skipped: string[] = [];
    const events = items.flatMap((item, index): NewEvent[] => {
      const parsed = parseEventItem(item, index);
      const reason = parsed.ok ? ignoredReason(item, lane.settings)?.code : 'malformed';
      if (reason === undefined) return [this.stored(lane, item)];
      skipped.push(reason);
      return [];
    });
    return { events, items: items.length, skipped, ...(next === undefined ? {} : { next }) };
  }

  /** Where the live stream began (epoch ms): what is later comes by it. */
  async until(connectionId: string, { startedAt }: Pick<RunRow, 'startedAt'>): Promise<number> {
    const connection = await this.connections.glance(connectionId);
    return connection?.liveFrom ?? startedAt;
  }

  private stored({ connectionId }: LaneContext, event: LoyaltyEvent): NewEvent {
    const body = JSON.stringify(event);
    return {
      connectionId,
      eventId: event.id,
      seq: this.sequence.next(),
      subject: subjectOf(event) ?? '',
      body,
      bytes: Buffer.byteLength(body),
      acceptedAt: this.clock.now(),
      priority: 1,
    };
  }
}
