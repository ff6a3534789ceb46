import type { Clock, Logger } from '../../../contract/index.js';

/** So long what is noted waits for company: four writes a second at most, whatever comes in. */
const GATHER_MS = 250;

/** So much may wait, some megabytes; whoever brings more waits for a write. */
const MOST_WAITING = 10_000;

/**
 * Writes what nobody waits for, a quarter of a second's worth at a time. A `kill -9` costs that much.
 *
 * On SQLite nobody else writes meanwhile: a write for each event, beside the extension's own, is in the way of both.
 */
export class WriteBehind<T> {
  private waiting: T[] = [];
  private cancel: (() => void) | null = null;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly write: (items: readonly T[]) => Promise<void>,
    private readonly clock: Pick<Clock, 'timer'>,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  /** Resolves at once, unless too much waits. */
  async note(items: readonly T[]): Promise<void> {
    if (items.length === 0) return;
    for (const item of items) this.waiting.push(item);
    this.cancel ??= this.clock.timer(GATHER_MS, () => void this.settle());
    if (this.waiting.length >= MOST_WAITING) await this.settle();
  }

  /** Resolves when all that was noted is written, or given up: a write that fails is told to the log. */
  settle(): Promise<void> {
    this.cancel?.();
    this.cancel = null;
    this.underWay = this.underWay.then(() => this.flush());
    return this.underWay;
  }

  private async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    const items = this.waiting;
    this.waiting = [];
    try {
      await this.write(items);
    } catch (error) {
      this.logger.error({ error, items: items.length }, 'The history of some events was lost');
    }
  }
}
