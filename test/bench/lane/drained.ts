import { setTimeout as sleep } from 'node:timers/promises';
import { benchCall } from '../world/bench-call.js';
import type { KlaviyoUnderBench } from '../world/klaviyo-under-bench.js';

const SHORTEST_MS = 50;
const LONGEST_MS = 2_000;
const STALL_MS = 90_000;

/**
 * Resolves when the outbox is empty. Counting a long table costs CPU that would be taken for the lane's, so it is
 * looked at half-way to the expected end, again and again: some fifteen times however long it takes.
 */
export async function drained(loaded: KlaviyoUnderBench, events: number): Promise<void> {
  const begun = Date.now();
  let movedAt = begun;
  let last = events;
  for (;;) {
    const { waitingEvents } = (await loaded.overview(benchCall)).counts;
    if (waitingEvents === 0) return;
    const now = Date.now();
    if (waitingEvents < last) movedAt = now;
    if (now - movedAt > STALL_MS)
      throw new Error(`The lane stands still with ${waitingEvents} events waiting.`);
    last = waitingEvents;
    const anEvent = (now - begun) / (events - waitingEvents);
    const half = (waitingEvents * anEvent) / 2;
    await sleep(Number.isFinite(half) ? Math.min(LONGEST_MS, Math.max(SHORTEST_MS, half)) : SHORTEST_MS);
  }
}
