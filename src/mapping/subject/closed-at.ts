import type { LoyaltyEvent } from '../../contract/index.js';

/** By this event the platform says that a member's account is closed, which cannot be undone. */
const CLOSED = 'CLOSED_ACCOUNT';

/**
 * When a member's account was closed (epoch ms), by the event that says so; null for every other event. A time that
 * cannot be read, or lies ahead, is now.
 */
export function closedAt(
  { type, occurredAt, reportedAt }: Pick<LoyaltyEvent, 'type' | 'occurredAt' | 'reportedAt'>,
  now: number,
): number | null {
  if (type !== CLOSED) return null;
  const told = Date.parse(occurredAt ?? reportedAt ?? '');
  return Number.isNaN(told) ? now : Math.min(told, now);
}
