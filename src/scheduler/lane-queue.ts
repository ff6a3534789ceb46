import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';

/** Lanes that are woken by one statement. */
const GROUP = 500;
/** Parked lanes that are pulled forward side by side: half of the pool, so that heartbeats never wait for wakes. */
const SIDE_BY_SIDE = 5;

/**
 * The lanes that wait for their turn, as jobs: of one lane at most one waits and one runs. A wake writes as soon as the
 * write before it has ended; what is woken meanwhile is written once.
 */
export class LaneQueue {
  private readonly woken = new Set<string>();
  private writing: Promise<void> | null = null;

  /** @param failed hears of wakes that could not be written: they are lost, and whoever sweeps finds the work */
  constructor(
    private readonly boss: PgBoss,
    private readonly name: string,
    private readonly failed: (error: unknown) => void,
  ) {}

  wake(lanes: readonly string[]): void {
    for (const lane of lanes) this.woken.add(lane);
    if (this.woken.size > 0) this.writing ??= this.write();
  }

  /** Resolves when every wake so far is written. */
  async written(): Promise<void> {
    while (this.writing) await this.writing;
  }

  /** Lets a lane wait until a time (epoch ms); one that is woken already stays woken. */
  async park(lane: string, until: number): Promise<void> {
    await this.boss.insert(this.name, [{ data: { lane }, singletonKey: lane, startAfter: new Date(until) }]);
  }

  /** Whether a lane runs anywhere, or waits for nothing but its turn. */
  async isBusy(lane: string, now: number): Promise<boolean> {
    if (this.woken.has(lane)) return true;
    const jobs = await this.boss.findJobs(this.name, { key: lane });
    return jobs.some(
      ({ state, startAfter }) =>
        state === 'active' || ((state === 'created' || state === 'retry') && startAfter.getTime() <= now),
    );
  }

  /** Lanes of all replicas that wait for nothing but their turn. */
  async ready(): Promise<number> {
    const [stats] = await this.boss.getQueueStats(this.name, { force: true });
    return stats?.readyCount ?? 0;
  }

  private async write(): Promise<void> {
    // Those of one turn of the event loop go together.
    await Promise.resolve();
    while (this.woken.size > 0) {
      // Sorted: two processes that wake the same lanes never wait for each other.
      const lanes = [...this.woken].sort().slice(0, GROUP);
      for (const lane of lanes) this.woken.delete(lane);
      try {
        await this.writeGroup(lanes);
      } catch (error) {
        this.failed(error);
      }
    }
    this.writing = null;
  }

  private async writeGroup(lanes: readonly string[]): Promise<void> {
    const jobs = lanes.map((lane) => ({ id: randomUUID(), data: { lane }, singletonKey: lane }));
    const inserted = new Set(await this.boss.insert(this.name, jobs, { returnId: true }));
    const waiting = jobs.filter(({ id }) => !inserted.has(id));
    for (let at = 0; at < waiting.length; at += SIDE_BY_SIDE) {
      await Promise.all(
        waiting.slice(at, at + SIDE_BY_SIDE).map((job) => this.pullForward(job.singletonKey)),
      );
    }
  }

  /** It waits already: perhaps for a time. One that has begun to run meanwhile is to run once more. */
  private async pullForward(lane: string): Promise<void> {
    await this.boss.upsert(this.name, { lane }, { singletonKey: lane, startAfter: new Date(0) });
  }
}
