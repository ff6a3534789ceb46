import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { Connections, RoundLoop } from '../../connection/index.js';
import type { EntityManager } from 'typeorm';
import {
  type ConnectionEntity,
  deleteOldest,
  readConnectionsWithOlder,
  readConnectionsWaitingSince,
  readEventsAcceptedBefore,
  readMarksRaisedBefore,
  readPausedLists,
  RECORD_KINDS,
  type RecordKind,
} from '../../store/index.js';
import type { Settings } from '../../settings/index.js';
import { buriedEvents } from '../outbox/outbox-verdicts.js';
import { writeRows } from '../verdict/write-rows.js';
import { type GivenUp, stateLetter } from '../letters/dead-letter.js';
import { LIST_GONE } from '../marks/list-gone.js';
import type { RowChanges } from '../verdict/verdict.js';
import { waitingEnd, type WaitingEnd } from './waiting-end.js';
import { waitingEvent } from '../letters/waiting-event.js';
import { SettingsInForce } from '../context/settings-in-force.js';

/** How often the records are looked through. */
const ROUND_MS = 600_000;
/** The first round, once the start is over. */
const FIRST_MS = 30_000;
/** Rows in one transaction: others want to write too. */
const STEP = 1_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What a request said is for looking into something fresh; that it was sent is kept as long as the tenant wants. */
const CONTENT_MS = 6 * HOUR_MS;
/** The picture shows one hour. */
const PULSE_MS = 3 * HOUR_MS;

/** Deletes records that are older than a tenant wants to keep, and buries what has waited longer than that. */
@injectable()
export class Janitor {
  private readonly loop: RoundLoop;
  private stopped = false;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
  ) {
    this.loop = new RoundLoop(clock, logger, {
      everyMs: ROUND_MS,
      firstMs: FIRST_MS,
      round: () => this.round(),
      failed: 'janitor failed',
    });
  }

  start(): void {
    this.stopped = false;
    this.loop.start();
  }

  stop(): void {
    this.stopped = true;
    this.loop.stop();
  }

  /** One round over all connections: what none has any of is asked for once, for all of them. */
  async round(): Promise<void> {
    const states = ['active', 'connected', 'needs-reconnect', 'disconnected'] as const;
    const connections = await this.connections.inStates(states);
    for (const kind of RECORD_KINDS) {
      const kept = connections.map((connection) => ({
        connectionId: connection.id,
        since: this.clock.now() - keptMs(kind, this.settings.of(connection).retention),
      }));
      const older = new Set(await readConnectionsWithOlder(this.store.read(), kind, kept));
      for (const { connectionId, since } of kept) {
        if (this.stopped) return;
        if (older.has(connectionId)) await this.drop(kind, connectionId, since);
      }
    }
    await this.endWaiting(connections);
  }

  /** What waits, waits for so long as its tenant wants, whatever it waits for. */
  private async endWaiting(connections: readonly ConnectionEntity[]): Promise<void> {
    const waiting = connections.flatMap((connection) => {
      const end = waitingEnd(connection.state);
      const { waitingHours } = this.settings.of(connection).retention;
      const since = this.clock.now() - waitingHours * HOUR_MS;
      return end ? [{ connectionId: connection.id, since, end }] : [];
    });
    const over = new Set(await readConnectionsWaitingSince(this.store.read(), waiting));
    for (const { connectionId, since, end } of waiting) {
      if (this.stopped) return;
      if (!over.has(connectionId)) continue;
      await this.buryEvents(connectionId, since, end.reason);
      await this.buryStates(connectionId, since, end);
    }
  }

  private async drop(kind: RecordKind, connectionId: string, before: number): Promise<void> {
    for (;;) {
      const gone = await this.store.transaction((manager) =>
        deleteOldest(manager, kind, connectionId, before, STEP),
      );
      if (gone < STEP || this.stopped) return;
    }
  }

  private buryEvents(connectionId: string, before: number, reason: GivenUp): Promise<void> {
    return this.bury(connectionId, async (manager, now) => {
      const rows = await readEventsAcceptedBefore(manager, connectionId, before, STEP);
      return { found: rows.length, changes: buriedEvents(connectionId, rows.map(waitingEvent), reason, now) };
    });
  }

  /** Marks name no value: replayed, it is read anew. */
  private async buryStates(connectionId: string, before: number, end: WaitingEnd): Promise<void> {
    const lists =
      end.states === 'all' ? null : await readPausedLists(this.store.read(), connectionId, LIST_GONE);
    if (lists?.length === 0) return;
    await this.bury(connectionId, async (manager, now) => {
      const marks = await readMarksRaisedBefore(manager, connectionId, before, lists, STEP);
      const letters = marks.map((mark) => stateLetter(connectionId, mark, mark.attempts, end.reason, now));
      return { found: marks.length, changes: { letters, marksGone: marks } };
    });
  }

  private async bury(
    connectionId: string,
    read: (manager: EntityManager, now: number) => Promise<{ found: number; changes: RowChanges }>,
  ): Promise<void> {
    for (;;) {
      const count = await this.store.transaction(async (manager) => {
        const now = this.clock.now();
        const { found, changes } = await read(manager, now);
        if (found > 0) await writeRows(manager, { connectionId }, changes, now);
        return found;
      });
      if (count < STEP || this.stopped) return;
    }
  }
}

/** How long a connection keeps records of a kind (ms). */
function keptMs(kind: RecordKind, retention: Settings['retention']): number {
  switch (kind) {
    case 'deadLetter':
      return retention.deadLetterDays * DAY_MS;
    case 'delivered':
      return retention.deliveredHours * HOUR_MS;
    case 'attemptContent':
      return CONTENT_MS;
    case 'pulse':
      return PULSE_MS;
    case 'attempt':
    case 'attemptMember':
    case 'tally':
      return retention.attemptDays * DAY_MS;
  }
}
