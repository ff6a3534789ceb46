import type { Changed, Clock } from '../../../contract/index.js';
import type { Host } from '../../host/host.js';
import type { DemoLedger } from '../demo-ledger.js';
import { range } from '../range.js';
import { demoMemberId } from '../tenant/demo-member-id.js';
import { sleep } from './sleep.js';

/** Members told at a time: with both facets a thousand items. */
const CHUNK = 500;

/** What members are announced with. */
export interface Announcement {
  readonly host: Host;
  readonly tenant: string;
  /** Members in the tenant. */
  readonly members: number;
  readonly ledger: DemoLedger;
  readonly clock: Clock;
}

/** Tells the extensions of every member once: profile and wallet have changed. Waits where they are busy. */
export async function announceMembers(announcement: Announcement): Promise<void> {
  const { host, tenant, members, ledger, clock } = announcement;
  for (let start = ledger.read('announced', tenant); start < members; start += CHUNK) {
    const end = Math.min(members, start + CHUNK);
    let items = range(start, end).flatMap((index) => hints(demoMemberId(tenant, index)));
    while (items.length > 0) {
      const receipts = await host.dispatch(tenant, items);
      const waits = receipts.flatMap((receipt) => (receipt.status === 'busy' ? [receipt.retryAfterMs] : []));
      items = items.filter((_, place) => receipts[place]?.status === 'busy');
      if (items.length > 0) await sleep(clock, Math.max(...waits));
    }
    ledger.write('announced', tenant, end);
  }
}

function hints(memberId: string): Changed[] {
  return [
    { kind: 'changed', facet: 'profile', memberId },
    { kind: 'changed', facet: 'wallet', memberId },
  ];
}
