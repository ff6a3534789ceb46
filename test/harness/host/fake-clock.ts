import type { Clock } from '../../../src/contract/index.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until it is told to move.
 *
 * @example
 * const clock = new FakeClock();
 * clock.timer(5000, () => …);
 * await clock.advance(5000);
 */
export class FakeClock implements Clock {
  private timers: Timer[] = [];
  private offset = 0;

  constructor(private time = Date.UTC(2026, 10, 23, 9)) {}

  /** How many timers are pending. */
  get pending(): number {
    return this.timers.length;
  }

  now(): number {
    return this.time + this.offset;
  }

  monotonic(): number {
    return this.time;
  }

  /** Sets the time of day, forward or back; no time passes. */
  step(ms: number): void {
    this.offset += ms;
  }

  timer(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((candidate) => candidate !== timer);
    };
  }

  /** Moves time, running due timers in their order; between two of them promises and finished I/O settle. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await this.settle();
    for (let next = this.due(until); next; next = this.due(until)) {
      this.time = Math.max(this.time, next.at);
      this.timers = this.timers.filter((candidate) => candidate !== next);
      next.callback();
      await this.settle();
    }
    this.time = until;
  }

  private due(until: number): Timer | undefined {
    // Stable: of two timers for the same moment the one set first runs first.
    return this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  }

  private async settle(): Promise<void> {
    for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
