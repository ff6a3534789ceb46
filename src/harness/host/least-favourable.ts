import { NOT_ACTIVE } from '../../contract/index.js';
import type { InstallationReceipt, WireReceipt } from './host.js';

/** From the least favourable on: whoever sent an item acts on the worst that became of it. */
const ORDER: readonly InstallationReceipt['status'][] = [
  'busy',
  'rejected',
  'ignored',
  'duplicate',
  'accepted',
];

/**
 * Of several installations' receipts for one item the least favourable; of equals the first. Those that take no part (a
 * draft, one that is switched off) decide only where nobody else does; of several that take part, each is named.
 */
export function leastFavourable(
  receipts: readonly [InstallationReceipt, ...InstallationReceipt[]],
): WireReceipt {
  const taking = receipts.filter((receipt) => !('code' in receipt && receipt.code === NOT_ACTIVE));
  const deciding = taking.length > 0 ? taking : receipts;
  const worst = deciding.reduce((a, b) => (ORDER.indexOf(b.status) < ORDER.indexOf(a.status) ? b : a));
  if (taking.length < 2) return worst;
  return {
    ...worst,
    each: taking.map(({ extension, installation, status, ...rest }) => ({
      extension,
      installation,
      status,
      ...('code' in rest ? { code: rest.code } : {}),
    })),
  };
}
