import type { Clock } from '../../src/contract/index.js';

/** The real clock, which a test may put forward: requests take real time, expiry need not. */
export class ShiftableClock implements Clock {
  private offset = 0;

  now(): number {
    return Date.now() + this.offset;
  }

  timer(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  }

  shift(ms: number): void {
    this.offset += ms;
  }
}
