import type { EventItem } from '../../../contract/index.js';
import type { Host, WireReceipt } from '../../host/host.js';
import { chunksOf } from '../shapes/chunks-of.js';

/** Small enough for one group commit, large enough that its cost is shared. */
const CHUNK = 1000;

/** Hands many items over, chunk after chunk, so that the order of the receipts and of the items is kept. */
export async function dispatchInChunks(
  host: Host,
  tenant: string,
  items: readonly EventItem[],
): Promise<readonly WireReceipt[]> {
  const receipts: WireReceipt[] = [];
  for (const chunk of chunksOf(items, CHUNK)) receipts.push(...(await host.dispatch(tenant, chunk)));
  return receipts;
}
