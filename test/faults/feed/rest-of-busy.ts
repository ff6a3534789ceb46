import type { WireReceipt } from '../../../src/harness/host/host.js';

/** How long the receipts of a call want to be left alone, in milliseconds; 0 where none is busy. */
export function restOfBusy(receipts: readonly WireReceipt[]): number {
  return Math.max(
    0,
    ...receipts.map((receipt) => (receipt.status === 'busy' ? Math.min(receipt.retryAfterMs, 5_000) : 0)),
  );
}
