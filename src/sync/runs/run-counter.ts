import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import { countLettersSince, type RunRow } from '../../store/index.js';
import { type RunProgress, runProgress } from './run-progress.js';

/** Counting goes through all that waits, tens of thousands: whoever asks within this time is told the same. */
const KEPT_MS = 1_000;

/** How far a load that has not ended is. */
export interface RunStanding extends RunProgress {
  /** Given up since the run began. */
  readonly failed: number;
}

interface Counted {
  readonly at: number;
  readonly standing: Promise<RunStanding>;
}

/** Counts how far loads are, once a second at most: pages ask for it as often as they like. */
@injectable()
export class RunCounter {
  private readonly counted = new Map<string, Counted>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  /** @throws Error where the run is gone; what the store throws */
  standing(run: Pick<RunRow, 'id' | 'connectionId' | 'startedAt'>): Promise<RunStanding> {
    const now = this.clock.now();
    for (const [id, { at }] of this.counted) if (Math.abs(now - at) >= KEPT_MS) this.counted.delete(id);
    const known = this.counted.get(run.id);
    if (known) return known.standing;
    const standing = this.count(run);
    this.counted.set(run.id, { at: now, standing });
    standing.catch(() => this.counted.delete(run.id));
    return standing;
  }

  /** Members and events of a connection that were given up since. */
  failed({ connectionId, startedAt }: Pick<RunRow, 'connectionId' | 'startedAt'>): Promise<number> {
    return countLettersSince(this.store.read(), connectionId, startedAt);
  }

  private async count(run: Pick<RunRow, 'id' | 'connectionId' | 'startedAt'>): Promise<RunStanding> {
    const failed = await this.failed(run);
    return { ...(await runProgress(this.store.read(), run)), failed };
  }
}
