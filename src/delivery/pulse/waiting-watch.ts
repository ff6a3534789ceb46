import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { Connections, RoundLoop } from '../../connection/index.js';
import { addPulses, countEventsByConnection, readConnectionsThatWaited } from '../../store/index.js';

/** Often enough that no minute is left out; counting on every settlement would cost the lane. */
const LOOK_MS = 20_000;
const MINUTE_MS = 60_000;

/**
 * Notes now and then how many events wait, for the picture of the last hour. What was noted stands until another number
 * is: where nothing waits, nothing is written.
 */
@injectable()
export class WaitingWatch {
  private readonly loop: RoundLoop;
  /** Whose last number is not known to be 0; null before the first look. */
  private waited: Set<string> | null = null;
  /** Of those where nothing waits: since which minute (epoch ms). */
  private readonly emptySince = new Map<string, number>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) logger: Logger,
    @inject(Connections) private readonly connections: Connections,
  ) {
    this.loop = new RoundLoop(clock, logger, {
      everyMs: LOOK_MS,
      round: () => this.look(),
      failed: 'waiting work not counted',
    });
  }

  start(): void {
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
  }

  async look(): Promise<void> {
    const manager = this.store.read();
    const counts = await countEventsByConnection(manager);
    this.waited ??= new Set(await readConnectionsThatWaited(manager));
    const now = this.clock.now();
    const toNote: (readonly [id: string, count: number])[] = [];
    for (const { id } of await this.connections.inStates(['active', 'needs-reconnect'])) {
      const count = counts.get(id) ?? 0;
      if (count > 0) this.waited.add(id);
      else if (!this.waited.has(id)) continue;
      if (count > 0) this.emptySince.delete(id);
      else this.noteEmpty(id, now);
      toNote.push([id, count]);
    }
    if (toNote.length === 0) return;
    await this.store.transaction(async (manager) => {
      for (const [id, count] of toNote) {
        await addPulses(manager, id, [{ kind: 'waiting', bucket: 0, count }], now);
      }
    });
  }

  /** Of a minute the most is kept: that nothing waits any more shows in the next one only. */
  private noteEmpty(id: string, now: number): void {
    const minute = now - (now % MINUTE_MS);
    const since = this.emptySince.get(id) ?? minute;
    this.emptySince.set(id, since);
    if (minute === since) return;
    this.waited?.delete(id);
    this.emptySince.delete(id);
  }
}
