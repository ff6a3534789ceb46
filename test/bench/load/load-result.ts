import type { SyncRun } from '../../../src/contract/index.js';
import type { MemoryLevel } from '../measure/memory-sampler.js';

/** What the process under measurement found out about itself. */
export interface LoadResult {
  readonly planMs: number;
  /** How long the plan says that the load takes. */
  readonly expectedMs: number;
  /** Requests that the plan says are needed, by operation. */
  readonly planned: Readonly<Record<string, number>>;
  /** From starting the run until it had ended. */
  readonly seconds: number;
  /** CPU time of all threads, user and system, in microseconds, from the start of the run to its end. */
  readonly cpuMicros: number;
  /** The level before the run, with the garbage gone. */
  readonly before: MemoryLevel;
  readonly peak: MemoryLevel;
  /** Epoch milliseconds at which each live event was handed over, by its id. */
  readonly live: Readonly<Record<string, number>>;
  readonly run: SyncRun;
}
