import { SystemClock } from '../../../src/harness/host/services/system-clock.js';

/** The real clock, which a test may put forward: requests take real time, expiry need not. */
export class ShiftableClock extends SystemClock {
  private offset = 0;
  private stepped = 0;

  override now(): number {
    return super.now() + this.offset + this.stepped;
  }

  override monotonic(): number {
    return super.monotonic() + this.offset;
  }

  /** Time passes, by every clock. */
  shift(ms: number): void {
    this.offset += ms;
  }

  /** Somebody sets the time of day, forward or back; no time passes. */
  step(ms: number): void {
    this.stepped += ms;
  }
}
