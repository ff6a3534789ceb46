import type { AudienceChange } from '../../../contract/index.js';
import type { Host, WireReceipt } from '../../host/host.js';
import { chunksOf } from './chunks-of.js';

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
    for (const part of partsOf(change)) parts.push(await host.dispatchAudienceChange(tenant, part));
    const told = parts.find((receipt) => receipt.status !== 'accepted') ?? parts[0];
    if (told) receipts.push(told);
  }
  return receipts;
}

/** Changes of few members each, so that no single call takes long. */
function partsOf(change: AudienceChange): readonly AudienceChange[] {
  if (change.refreshed) return [change];
  const { audienceId, joined, left } = change;
  if (joined.length + left.length <= CHUNK) return [change];
  return [
    ...chunksOf(joined, CHUNK).map((part) => ({ audienceId, joined: part, left: [] })),
    ...chunksOf(left, CHUNK).map((part) => ({ audienceId, joined: [], left: part })),
  ];
}
