import { setTimeout as sleep } from 'node:timers/promises';
import type { EventItem } from '../../../src/contract/index.js';
import { benchCall } from './bench-call.js';
import type { KlaviyoUnderBench } from './klaviyo-under-bench.js';

/** Items of one call. */
const ITEMS = 1_000;
/** Calls at once: the next one is being read while one commits. */
const CALLS = 4;

/**
 * Hands items over in large calls, as a load does, and comes again when it is told to.
 *
 * @throws Error when an item is not accepted
 */
export async function handOver(loaded: KlaviyoUnderBench, items: Iterable<EventItem>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const take = (): EventItem[] => {
    const batch: EventItem[] = [];
    while (batch.length < ITEMS) {
      const next = rest.next();
      if (next.done === true) break;
      batch.push(next.value);
    }
    return batch;
  };
  const caller = async (): Promise<void> => {
    for (let batch = take(); batch.length > 0; batch = take()) await acceptAll(loaded, batch);
  };
  await Promise.all(Array.from({ length: CALLS }, caller));
}

async function acceptAll(loaded: KlaviyoUnderBench, batch: readonly EventItem[]): Promise<void> {
  let open = batch;
  while (open.length > 0) {
    const receipts = await loaded.onEvent(benchCall, open);
    let wait = 0;
    const busy: EventItem[] = [];
    for (const [index, item] of open.entries()) {
      const receipt = receipts[index];
      if (receipt?.status === 'accepted') continue;
      if (receipt?.status !== 'busy') throw new Error(`not accepted: ${JSON.stringify(receipt)}`);
      busy.push(item);
      wait = receipt.retryAfterMs;
    }
    open = busy;
    if (wait > 0) await sleep(wait);
  }
}
