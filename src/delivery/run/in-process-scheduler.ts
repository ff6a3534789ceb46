import type { Clock, LaneRest, LaneScheduler, LaneWorker, Logger } from '../../contract/index.js';

/** After a worker has failed unexpectedly. */
const FAILED_REST_MS = 5_000;
/** Lanes that run side by side: each holds some 10 MB at most, and they share one processor. */
const SIDE_BY_SIDE = 16;

/** Schedules lanes in this process: one run of a lane at a time, woken lanes first come first served. */
export class InProcessScheduler implements LaneScheduler {
  private worker: LaneWorker | null = null;
  private readonly abort = new AbortController();
  private readonly running = new Map<string, Promise<void>>();
  private readonly woken = new Set<string>();
  private readonly timers = new Map<string, () => void>();
  private readonly drained = new Map<string, (() => void)[]>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  wake(lanes: readonly string[]): void {
    for (const lane of lanes) this.woken.add(lane);
    this.startWoken();
  }

  run(worker: LaneWorker): { stop(deadline: number): Promise<void> } {
    this.worker = worker;
    this.startWoken();
    return { stop: (deadline) => this.stop(deadline) };
  }

  drain(lane: string): Promise<void> {
    if (!this.running.has(lane) && !this.woken.has(lane)) return Promise.resolve();
    return new Promise((resolve) => {
      this.drained.set(lane, [...(this.drained.get(lane) ?? []), resolve]);
    });
  }

  stats(): { readonly running: number; readonly waiting: number } {
    const waiting = [...this.woken].filter((lane) => !this.running.has(lane)).length;
    return { running: this.running.size, waiting };
  }

  private startWoken(): void {
    const worker = this.worker;
    if (!worker || this.abort.signal.aborted) return;
    for (const lane of this.woken) {
      if (this.running.size >= SIDE_BY_SIDE) return;
      if (this.running.has(lane)) continue;
      this.woken.delete(lane);
      this.cancelTimer(lane);
      this.running.set(lane, this.runOnce(lane, worker));
    }
  }

  private async runOnce(lane: string, worker: LaneWorker): Promise<void> {
    const rest = await worker(lane, this.abort.signal).catch((error: unknown): LaneRest => {
      this.logger.error({ lane, reason: String(error) }, 'lane failed');
      return { until: this.clock.now() + FAILED_REST_MS };
    });
    this.running.delete(lane);
    const again = rest.until !== null && !this.woken.has(lane) && !this.abort.signal.aborted;
    if (again) this.wakeAt(lane, rest.until);
    this.startWoken();
    if (!this.running.has(lane)) {
      for (const resolve of this.drained.get(lane) ?? []) resolve();
      this.drained.delete(lane);
    }
  }

  private wakeAt(lane: string, at: number): void {
    this.cancelTimer(lane);
    this.timers.set(
      lane,
      this.clock.timer(Math.max(0, at - this.clock.now()), () => this.wake([lane])),
    );
  }

  private cancelTimer(lane: string): void {
    this.timers.get(lane)?.();
    this.timers.delete(lane);
  }

  private async stop(deadline: number): Promise<void> {
    this.abort.abort();
    for (const lane of [...this.timers.keys()]) this.cancelTimer(lane);
    const ended = Promise.all(this.running.values());
    await new Promise<void>((resolve) => {
      const cancel = this.clock.timer(Math.max(0, deadline - this.clock.now()), resolve);
      void ended.then(() => {
        cancel();
        resolve();
      });
    });
  }
}
