import type { Clock } from '../../../contract/index.js';

/** The longest delay that `setTimeout` can tell from none. */
const LONGEST_MS = 2 ** 31 - 1;

/** The computer's clock. Its timers do not keep the process alive. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  timer(ms: number, callback: () => void): () => void {
    let rest = Math.max(0, ms);
    let handle: NodeJS.Timeout;
    const arm = () => {
      const step = Math.min(rest, LONGEST_MS);
      rest -= step;
      handle = setTimeout(() => (rest > 0 ? arm() : callback()), step).unref();
    };
    arm();
    return () => clearTimeout(handle);
  }
}
