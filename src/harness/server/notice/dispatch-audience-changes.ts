import type { AudienceChange } from '../../../contract/index.js';
import type { Host, WireReceipt } from '../../host/host.js';
import { splitAudienceChange } from './split-audience-change.js';

/** Members told in one change. */
const CHUNK = 1000;

/** Hands changes of audiences over, one receipt for each change: of a change in parts the first that was not taken. */
export async function dispatchAudienceChanges(
  host: Host,
  tenant: string,
  changes: readonly AudienceChange[],
): Promise<readonly WireReceipt[]> {
  const receipts: WireReceipt[] = [];
  for (const change of changes) {
    const parts: WireReceipt[] = [];
    for (const part of splitAudienceChange(change, CHUNK)) {
      parts.push(await host.dispatchAudienceChange(tenant, part));
    }
    const told = parts.find((receipt) => receipt.status !== 'accepted') ?? parts[0];
    if (told) receipts.push(told);
  }
  return receipts;
}
