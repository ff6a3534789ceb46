/** Time as a dependency, so that tests move it instead of sleeping. */
export interface Clock {
  /** Epoch milliseconds: the time of day, which may be set back or forward. */
  now(): number;
  /**
   * Milliseconds since some moment of this process: never set, never going back, to measure how long something lasts.
   * Optional; without it the computer's own monotonic clock is read ({@link readMonotonic}).
   */
  monotonic?(): number;
  /**
   * Calls back once after `ms`, however the time of day is set meanwhile; the returned function cancels. A pending timer
   * does not keep the process alive.
   */
  timer(ms: number, callback: () => void): () => void;
}

/** Milliseconds that only ever grow, for spans within this process; they mean nothing to another one. */
export const readMonotonic = (clock: Clock): number => clock.monotonic?.() ?? performance.now();
