import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { Connections, RoundLoop } from '../../connection/index.js';
import {
  deleteOldest,
  readConnectionsWithOlder,
  readEventsAcceptedBefore,
  RECORD_KINDS,
  type RecordKind,
} from '../../store/index.js';
import type { Settings } from '../../settings/index.js';
import { buriedEvents } from '../outbox/outbox-verdicts.js';
import { writeRows } from '../verdict/write-rows.js';
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

/** Deletes records that are older than a tenant wants to keep, and buries what has waited too long for a reconnection. */
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
    for (const connection of connections) {
      if (this.stopped) return;
      if (connection.state !== 'needs-reconnect') continue;
      const { waitingHours } = this.settings.of(connection).retention;
      await this.bury(connection.id, this.clock.now() - waitingHours * HOUR_MS);
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

  /** Disconnected is not deaf, but not for ever: what waits longer than the tenant wants is a person's matter. */
  private async bury(connectionId: string, before: number): Promise<void> {
    for (;;) {
      const count = await this.store.transaction(async (manager) => {
        const rows = await readEventsAcceptedBefore(manager, connectionId, before, STEP);
        if (rows.length > 0) {
          const now = this.clock.now();
          const buried = buriedEvents(connectionId, rows.map(waitingEvent), WAITED, now);
          await writeRows(manager, { connectionId }, buried, now);
        }
        return rows.length;
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

const WAITED = {
  code: 'waited_for_reconnection',
  message: 'Klaviyo was not connected for too long. Connect Klaviyo again, then replay.',
} as const;
