import type { WireReceipt } from '../../host/host.js';

/** How many receipts there are of each status. */
export function countReceipts(receipts: readonly WireReceipt[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of receipts) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
