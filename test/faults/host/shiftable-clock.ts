import { SystemClock } from '../../../src/harness/host/services/system-clock.js';

/** The real clock, which a test may put forward: requests take real time, expiry need not. */
export class ShiftableClock extends SystemClock {
  private offset = 0;

  override now(): number {
    return super.now() + this.offset;
  }

  shift(ms: number): void {
    this.offset += ms;
  }
}
