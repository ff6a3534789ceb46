import type { Receipt } from '../../../contract/index.js';

/** What a person reads of the receipts: the counts, then each item that was not accepted. */
export function tellReceipts(receipts: readonly Receipt[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { status } of receipts) counts.set(status, (counts.get(status) ?? 0) + 1);
  const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  return [
    summary === '' ? 'nothing to send' : summary,
    ...receipts.flatMap((receipt, index) =>
      receipt.status === 'accepted'
        ? []
        : [`item ${index + 1} ${receipt.id || '(no id)'}: ${reason(receipt)}`],
    ),
  ];
}

function reason(receipt: Receipt): string {
  switch (receipt.status) {
    case 'accepted':
    case 'duplicate':
      return receipt.status;
    case 'rejected':
      return `rejected ${receipt.code} at ${receipt.path || '/'}: ${receipt.message}`;
    default:
      return `${receipt.status} ${receipt.code}: ${receipt.message}`;
  }
}
