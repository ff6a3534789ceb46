import type { Wallet } from '../../contract/index.js';
import { isoDay } from '../text/iso-day.js';

/** Points that will expire on a day. */
export interface Expiry {
  readonly points: number;
  /** `YYYY-MM-DD`. */
  readonly on: string;
}

/**
 * The next points to expire: the earliest day, all points of that day added up; `null` when none will. Entries
 * without points or without a date count for nothing, and so do days before today where `now` tells what today is.
 *
 * @param now - epoch milliseconds
 */
export function nextExpiry(due: NonNullable<Wallet['pointsDueToExpire']>, now?: number): Expiry | null {
  const today = now === undefined ? '' : new Date(now).toISOString().slice(0, 10);
  let next: Expiry | null = null;
  for (const { points, on } of due) {
    const day = isoDay(on);
    if (day === undefined || day < today || !Number.isFinite(points) || points <= 0) continue;
    if (next === null || day < next.on) next = { points, on: day };
    else if (day === next.on) next = { points: next.points + points, on: day };
  }
  return next;
}
