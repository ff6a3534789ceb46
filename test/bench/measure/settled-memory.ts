import { setTimeout as sleep } from 'node:timers/promises';
import type { MemoryLevel } from './memory-sampler.js';

/** The level with the garbage gone: what is measured afterwards stands above it. Needs `--expose-gc`. */
export async function settledMemory(): Promise<MemoryLevel> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    // Finalisers and the return of pages take a turn of the loop.
    await sleep(100);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}
