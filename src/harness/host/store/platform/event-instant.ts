import type { LoyaltyEvent } from '../../../../contract/index.js';

/** An event's time, `occurredAt ?? reportedAt`, in epoch milliseconds; null where neither can be read. */
export function eventInstant({ occurredAt, reportedAt }: LoyaltyEvent): number | null {
  for (const text of [occurredAt, reportedAt]) {
    const instant = typeof text === 'string' ? Date.parse(text) : NaN;
    if (!Number.isNaN(instant)) return instant;
  }
  return null;
}
