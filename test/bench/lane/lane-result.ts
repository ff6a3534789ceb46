import type { MemoryLevel } from '../measure/memory-sampler.js';

/** What the process under measurement found out about itself. */
export interface LaneResult {
  /** From starting the extension until its outbox was empty. */
  readonly seconds: number;
  /** CPU time of all threads, user and system, in microseconds. */
  readonly cpuMicros: number;
  /** The level before the start, with the garbage gone. */
  readonly before: MemoryLevel;
  readonly peak: MemoryLevel;
  readonly deadLetters: number;
}
