import type { Receipt } from '../../contract/index.js';
import type { WireReceipt } from './host.js';

/** From the least favourable on: whoever sent an item acts on the worst that became of it. */
const ORDER: readonly Receipt['status'][] = ['busy', 'rejected', 'ignored', 'duplicate', 'accepted'];

/** Of several extensions' receipts for one item the least favourable; of equals the first. */
export function leastFavourable(receipts: readonly [WireReceipt, ...WireReceipt[]]): WireReceipt {
  return receipts.reduce((worst, receipt) =>
    ORDER.indexOf(receipt.status) < ORDER.indexOf(worst.status) ? receipt : worst,
  );
}
