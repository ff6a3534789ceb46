import type { PgBoss } from 'pg-boss';
import type { Clock, LaneRest, LaneScheduler, LaneWorker, Logger } from '../contract/index.js';
import { LanePlaces, type LanePlace } from './lane-place.js';
import { LaneQueue } from './lane-queue.js';
import { openPgBoss } from './open-pg-boss.js';
import type { PgBossOptions } from './pg-boss-options.js';

/** After a worker has failed unexpectedly. */
const FAILED_REST_MS = 5_000;
/** Lanes that run side by side: each holds some 10 MB at most, and they share one processor. */
const SIDE_BY_SIDE = 16;
/** How often a place looks by itself: for what another process has parked, and what a dead one has left. */
const POLL_S = 2;
const HEARTBEAT_S = 3;
/** Whose sleep ends sooner is looked for to the millisecond, by the process that parked it. */
const SOON_MS = 60_000;
const DRAIN_LOOK_MS = 250;
const COUNT_MS = 2_000;

/**
 * Schedules lanes over all processes that share a PostgreSQL: at most one of them runs a lane, one that dies is
 * noticed within 15 seconds, and its lanes go on elsewhere. A process that was only paused may still believe that it
 * runs a lane; what it may settle is the fence's to say.
 */
export class PgBossScheduler implements LaneScheduler {
  private readonly abort = new AbortController();
  private readonly places = new LanePlaces();
  private readonly timers = new Map<string, () => void>();
  private readonly queue: LaneQueue;
  private waiting = 0;
  private countedAt = -Infinity;

  private constructor(
    private readonly boss: PgBoss,
    private readonly options: PgBossOptions,
  ) {
    this.queue = new LaneQueue(boss, options.queue, (error) =>
      this.logger.warn({ reason: String(error) }, 'lanes could not be woken; the sweep wakes them'),
    );
  }

  /** @throws Fault `node_too_old`, `pg_boss_missing` @throws Error where PostgreSQL cannot be reached */
  static async open(options: PgBossOptions): Promise<PgBossScheduler> {
    return new PgBossScheduler(await openPgBoss(options), options);
  }

  wake(lanes: readonly string[]): void {
    this.queue.wake(lanes);
  }

  run(worker: LaneWorker): { stop(deadline: number): Promise<void> } {
    const opened = this.openPlaces(worker).catch((error: unknown) =>
      this.logger.error({ reason: String(error) }, 'this process runs no lanes; start it again'),
    );
    return { stop: (deadline) => this.stop(deadline, opened) };
  }

  async drain(lane: string): Promise<void> {
    await this.queue.written();
    while (!this.abort.signal.aborted && (await this.queue.isBusy(lane, this.clock.now()))) {
      await new Promise<void>((resolve) => void this.clock.timer(DRAIN_LOOK_MS, resolve));
    }
  }

  /** `running` in this process; `waiting` in all, counted every two seconds while somebody asks. */
  stats(): { readonly running: number; readonly waiting: number } {
    if (this.clock.now() - this.countedAt >= COUNT_MS) {
      this.countedAt = this.clock.now();
      this.queue.ready().then(
        (ready) => (this.waiting = ready),
        () => undefined,
      );
    }
    return { running: this.places.running, waiting: this.waiting };
  }

  /** Gives up the connections. What still runs is left to whoever notices that it is silent. */
  async close(): Promise<void> {
    this.abort.abort();
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    await this.queue.written();
    await this.boss.stop({ graceful: false });
  }

  private async openPlaces(worker: LaneWorker): Promise<void> {
    for (let count = 0; count < (this.options.sideBySide ?? SIDE_BY_SIDE); count += 1) {
      if (this.abort.signal.aborted) return;
      const place = this.places.add();
      place.id = await this.boss.work<{ lane: string }>(
        this.options.queue,
        {
          pollingIntervalSeconds: POLL_S,
          notifyPollingIntervalSeconds: POLL_S,
          heartbeatRefreshSeconds: HEARTBEAT_S,
        },
        async ([job]) => {
          if (job) await this.runOnce(place, job.data.lane, job.signal, worker);
        },
      );
    }
  }

  private async runOnce(
    place: LanePlace,
    lane: string,
    claim: AbortSignal,
    worker: LaneWorker,
  ): Promise<void> {
    place.busy = true;
    this.cancelTimer(lane);
    try {
      const signal = AbortSignal.any([this.abort.signal, claim]);
      const rest = await worker(lane, signal).catch((error: unknown): LaneRest => {
        this.logger.error({ lane, reason: String(error) }, 'lane failed');
        return { until: this.clock.now() + FAILED_REST_MS };
      });
      // Whoever has it now says when it rests.
      if (rest.until !== null && !claim.aborted) await this.park(lane, rest.until);
    } catch (error) {
      this.logger.warn({ lane, reason: String(error) }, 'lane could not be parked; the sweep wakes it');
    } finally {
      place.busy = false;
      // It looks again at once when this one is put down: the same lane may have been woken meanwhile.
      this.boss.notifyWorker(place.id);
    }
  }

  private async park(lane: string, until: number): Promise<void> {
    await this.queue.park(lane, until);
    const rest = Math.max(0, until - this.clock.now());
    if (rest > SOON_MS || this.abort.signal.aborted) return;
    this.cancelTimer(lane);
    const cancel = this.clock.timer(rest, () => {
      this.timers.delete(lane);
      const free = this.places.nextFree();
      if (free) this.boss.notifyWorker(free.id);
    });
    this.timers.set(lane, cancel);
  }

  private cancelTimer(lane: string): void {
    this.timers.get(lane)?.();
    this.timers.delete(lane);
  }

  private async stop(deadline: number, opened: Promise<void>): Promise<void> {
    this.abort.abort();
    const ended = opened.then(() =>
      Promise.all(this.places.all.map(({ id }) => this.boss.offWork(this.options.queue, { id, wait: true }))),
    );
    await new Promise<void>((resolve, reject) => {
      const cancel = this.clock.timer(Math.max(0, deadline - this.clock.now()), resolve);
      ended.then(() => resolve(), reject).finally(cancel);
    });
  }

  private get clock(): Clock {
    return this.options.clock;
  }

  private get logger(): Logger {
    return this.options.logger;
  }
}
