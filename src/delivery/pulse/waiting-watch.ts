import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { Connections, RoundLoop } from '../../connection/index.js';
import { addPulses, countEventsByConnection } from '../../store/index.js';

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
  /** Of each connection where nothing waits: since which minute (epoch ms), and whether that needs no more noting. */
  private readonly idle = new Map<string, { readonly minute: number; readonly isNoted: boolean }>();

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
    const counts = await countEventsByConnection(this.store.read());
    const now = this.clock.now();
    const toNote: (readonly [id: string, count: number])[] = [];
    for (const { id } of await this.connections.inStates(['active', 'needs-reconnect'])) {
      const count = counts.get(id) ?? 0;
      if (count > 0) this.idle.delete(id);
      else if (this.idle.get(id)?.isNoted) continue;
      else this.idle.set(id, this.idleSince(id, now));
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
  private idleSince(id: string, now: number) {
    const minute = now - (now % MINUTE_MS);
    const before = this.idle.get(id)?.minute ?? minute;
    return { minute: before, isNoted: minute > before };
  }
}
