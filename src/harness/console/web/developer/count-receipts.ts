import type { Receipt } from '../../../../contract/index.js';

/** Receipts that say the same, counted: a thousand events are no thousand lines. */
export function countReceipts(
  receipts: readonly Receipt[],
): readonly { readonly words: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const receipt of receipts) {
    const words = 'message' in receipt ? `${receipt.status}: ${receipt.message}` : receipt.status;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => ({ words, count }));
}
