import type { Receipt } from '../../../contract/index.js';

/** Items in one request. */
const CHUNK = 500;

/** So often what the host was too busy for is sent again. */
const RETRIES = 5;

/** The way to the host. */
export interface SendPort {
  readonly post: (items: readonly unknown[]) => Promise<readonly Receipt[]>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Sends items in chunks, those the host was too busy for again; one receipt for each item, in order. */
export async function sendInChunks(items: readonly unknown[], port: SendPort): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  for (let start = 0; start < items.length; start += CHUNK) {
    receipts.push(...(await sendChunk(items.slice(start, start + CHUNK), port)));
  }
  return receipts;
}

async function sendChunk(items: readonly unknown[], port: SendPort): Promise<readonly Receipt[]> {
  const receipts = [...(await port.post(items))];
  for (let retry = 0; retry < RETRIES; retry += 1) {
    const busy = receipts.flatMap((receipt, place) =>
      receipt.status === 'busy' ? [{ place, wait: receipt.retryAfterMs }] : [],
    );
    if (busy.length === 0) break;
    await port.sleep(Math.max(...busy.map(({ wait }) => wait)));
    const again = await port.post(busy.map(({ place }) => items[place]));
    busy.forEach(({ place }, index) => {
      const receipt = again[index];
      if (receipt) receipts[place] = receipt;
    });
  }
  return receipts;
}
