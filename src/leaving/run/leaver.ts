import { inject, injectable } from 'inversify';
import { Connections, RoundLoop } from '../../connection/index.js';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { LaneWaker } from '../../delivery/index.js';
import {
  type ConnectionEntity,
  deleteOrphans,
  type LeavingRow,
  readLeaving,
  readOpenLeavings,
} from '../../store/index.js';
import { LeavingBook } from '../book/leaving-book.js';
import { DrainStep } from '../steps/drain-step.js';
import { PurgeStep } from '../steps/purge-step.js';
import { RevokeStep } from '../steps/revoke-step.js';
import { SettleStep } from '../steps/settle-step.js';

/** So often it is looked for ends that nobody takes further: another process may have died over one. */
const LOOK_MS = 15_000;
/** So often the lane is looked at while it takes away what is left at Klaviyo. */
const CLEARING_MS = 1_000;
/** After a step that has failed unexpectedly. */
const FAILED_MS = 5_000;
/** Rows without a connection that go in one transaction. */
const ORPHANS = 1_000;
/** A transaction that had begun before a purge has ended by then. */
const LATE_MS = 10_000;
/** Without a purge it is looked for them so often. */
const ORPHANS_EVERY_MS = 3_600_000;

/**
 * Takes the ends of connections further, each step by step until it is over: at once when it is begun, by a look every 15
 * seconds, and from the start on where a process before has left one.
 */
@injectable()
export class Leaver {
  private readonly loop: RoundLoop;
  private readonly sweep: RoundLoop;
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly timers = new Map<string, () => void>();
  private readonly waiters = new Map<string, (() => void)[]>();
  /** What purges knew last: with the last of their rows nothing is left to read. */
  private readonly last = new Map<string, LeavingRow>();
  private stopped = false;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
    @inject(LeavingBook) private readonly book: LeavingBook,
    @inject(DrainStep) private readonly drain: DrainStep,
    @inject(SettleStep) private readonly settle: SettleStep,
    @inject(RevokeStep) private readonly revoke: RevokeStep,
    @inject(PurgeStep) private readonly purge: PurgeStep,
  ) {
    const round = () => this.look();
    this.loop = new RoundLoop(clock, logger, {
      everyMs: LOOK_MS,
      firstMs: 0,
      round,
      failed: 'ends not looked at',
    });
    this.sweep = new RoundLoop(clock, logger, {
      everyMs: ORPHANS_EVERY_MS,
      firstMs: LATE_MS,
      round: () => this.sweepOrphans(),
      failed: 'rows without a connection not looked for',
    });
  }

  start(): void {
    this.stopped = false;
    this.loop.start();
    this.sweep.start();
  }

  /** What is under way goes on to the end of its step. */
  stop(): void {
    this.stopped = true;
    this.loop.stop();
    this.sweep.stop();
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    for (const id of [...this.waiters.keys()]) this.tellEnd(id);
  }

  /** Takes an end further, in the background. */
  go(connectionId: string): void {
    this.timers.get(connectionId)?.();
    this.timers.delete(connectionId);
    if (this.underWay.has(connectionId) || this.stopped) return;
    const work = this.work(connectionId)
      .catch((error: unknown) => {
        this.logger.error(
          { connection: connectionId, reason: String(error) },
          'an end could not be taken further',
        );
        this.goIn(connectionId, FAILED_MS);
      })
      .finally(() => this.underWay.delete(connectionId));
    this.underWay.set(connectionId, work);
  }

  /** Resolves when the end of a connection is over, or this process stops. */
  ended(connectionId: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.set(connectionId, [...(this.waiters.get(connectionId) ?? []), resolve]);
    });
  }

  /** What was known of an end that this process has taken to its last step. */
  lastOf(connectionId: string): LeavingRow | null {
    return this.last.get(connectionId) ?? null;
  }

  /** Deletes rows that belong to no connection. */
  async sweepOrphans(): Promise<void> {
    for (;;) {
      const gone = await this.store.transaction((manager) => deleteOrphans(manager, ORPHANS));
      if (gone > 0) this.logger.warn({ rows: gone }, 'rows without a connection were deleted');
      if (gone < ORPHANS || this.stopped) return;
    }
  }

  private async look(): Promise<void> {
    for (const { connectionId } of await readOpenLeavings(this.store.read())) this.go(connectionId);
  }

  private async work(connectionId: string): Promise<void> {
    for (;;) {
      if (this.stopped) return;
      const row = await readLeaving(this.store.read(), connectionId);
      const connection = row && (await this.connections.find(connectionId));
      if (!connection || row.endedAt !== null) {
        // What a transaction has stored that had begun before.
        if (!connection) this.clock.timer(LATE_MS, () => void this.sweepOrphans().catch(() => undefined));
        this.tellEnd(connectionId);
        return;
      }
      const wait = row.notBefore > this.clock.now() ? row.notBefore - this.clock.now() : 0;
      const again = wait > 0 && row.step !== 'clearing' ? wait : await this.step(row, connection);
      if (again > 0) {
        this.goIn(connectionId, again);
        return;
      }
    }
  }

  /** @returns when the next one may be taken (ms), 0 for at once */
  private step(row: LeavingRow, connection: ConnectionEntity): Promise<number> {
    switch (row.step) {
      case 'draining':
        return this.drain.take(row, connection);
      case 'settling':
        return this.settle.take(row, connection);
      case 'clearing':
        return this.clearing(row, connection);
      case 'revoking':
        return this.revoke.take(row, connection);
      case 'purging':
        this.last.set(row.connectionId, row);
        return this.purge.take(row);
      case 'done':
        return Promise.resolve(0);
    }
  }

  /** The lane does it; here its time is watched over. */
  private async clearing(row: LeavingRow, { tokens }: ConnectionEntity): Promise<number> {
    if (tokens !== null && this.clock.now() < row.stepAt + row.patience) {
      this.lanes.wake(row.connectionId);
      return CLEARING_MS;
    }
    await this.book.advance(row, { issue: tokens === null ? NOT_CONNECTED : NOT_FINISHED });
    return 0;
  }

  private goIn(connectionId: string, ms: number): void {
    if (this.stopped) return;
    this.timers.get(connectionId)?.();
    this.timers.set(
      connectionId,
      this.clock.timer(ms, () => this.go(connectionId)),
    );
  }

  private tellEnd(connectionId: string): void {
    for (const resolve of this.waiters.get(connectionId) ?? []) resolve();
    this.waiters.delete(connectionId);
  }
}

const NOT_CONNECTED = {
  path: '/remote',
  code: 'remote_not_possible',
  message: 'Klaviyo is not connected any more, so nothing there could be taken away. Delete it in Klaviyo.',
};

const NOT_FINISHED = {
  path: '/remote',
  code: 'remote_not_finished',
  message:
    'Not everything in Klaviyo could be taken away in the time that was given. Delete the rest in Klaviyo.',
};
