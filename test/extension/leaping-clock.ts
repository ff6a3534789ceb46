import type { Clock } from '../../src/contract/index.js';
import { VirtualClock } from '../../src/harness/emulator/clock/virtual-clock.js';

/**
 * The two clocks of a world, the extension's and Klaviyo's. They run with the machine's; a test may put the
 * extension's forward, and where everybody only waits, both leap together to what is due next.
 */
export class LeapingClock implements Clock {
  private readonly extension = new CountedClock();
  readonly klaviyo = new CountedClock();
  private shifted = 0;
  private leapt = 0;

  now(): number {
    // Whole, as the time of day is: it is stored.
    return Math.floor(this.extension.now() + this.shifted);
  }

  /** Time passes by every clock alike: nobody sets the time of day. */
  monotonic(): number {
    return this.now();
  }

  timer(ms: number, callback: () => void): () => void {
    return this.extension.after(Math.max(0, ms), callback);
  }

  /** Puts the extension's clock alone forward: expiry comes, its timers keep their time. */
  shift(ms: number): void {
    this.shifted += ms;
  }

  /** How far the clocks have leapt since the beginning, in milliseconds. */
  get leaps(): number {
    return this.leapt;
  }

  /** How long until a timer of either is due; `Infinity` where there is none. */
  get nextDueMs(): number {
    return Math.max(0, Math.min(this.extension.nextDueMs, this.klaviyo.nextDueMs));
  }

  /** Moves both clocks; what falls due on the way runs at its own time. */
  leap(ms: number): void {
    this.leapt += ms;
    this.klaviyo.advance(ms);
    this.extension.advance(ms);
  }

  close(): void {
    this.extension.close();
    this.klaviyo.close();
  }
}

/** A clock that knows when its next task is due. */
class CountedClock extends VirtualClock {
  private readonly planned = new Set<{ readonly at: number }>();

  get nextDueMs(): number {
    return Math.min(...[...this.planned].map(({ at }) => at)) - this.now();
  }

  override after(ms: number, task: () => void): () => void {
    const plan = { at: this.now() + ms };
    this.planned.add(plan);
    const cancel = super.after(ms, () => {
      this.planned.delete(plan);
      task();
    });
    return () => {
      this.planned.delete(plan);
      cancel();
    };
  }

  override close(): void {
    this.planned.clear();
    super.close();
  }
}
