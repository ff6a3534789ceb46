import { roundNumber } from '../number/round-number.js';
import { numberOf } from '../number/read-number.js';
import { ABSENT, NONE, type Read, type Reason, unreadable, valueOf } from '../read/read.js';
import { isoDay } from '../text/iso-day.js';

/** Points that will expire on a day. */
export interface Expiry {
  readonly points: number;
  /** `YYYY-MM-DD`. */
  readonly on: string;
}

const UNUSABLE: Reason = {
  code: 'expiry_unusable',
  message: 'Points to expire have no amount, or no day as 2027-03-01, so they were left out.',
};

/**
 * The next points to expire: the earliest day, all points of that day added up; none when none will. Entries of no
 * points count for nothing, and so do days before today where `now` tells what today is. Entries that cannot be read
 * are left out with a reason; where nothing else is there, nobody can say that nothing expires.
 *
 * @param now epoch milliseconds
 */
export function readExpiry(due: unknown, now?: number): Read<Expiry> {
  if (due === undefined) return ABSENT;
  if (due === null || due === '') return NONE;
  if (!Array.isArray(due)) return unreadable(UNUSABLE.code, UNUSABLE.message);
  const today = now === undefined ? '' : new Date(now).toISOString().slice(0, 10);
  let next: Expiry | undefined;
  let unusable = 0;
  for (const entry of due as readonly unknown[]) {
    const { points: amount, on } = (entry ?? {}) as { readonly points?: unknown; readonly on?: unknown };
    const points = numberOf(amount);
    const day = typeof on === 'string' ? isoDay(on.trim()) : undefined;
    if (points === 0) continue;
    if (points === undefined || points < 0 || day === undefined) unusable += 1;
    else if (day < today) continue;
    else if (next === undefined || day < next.on) next = { points, on: day };
    else if (day === next.on) next = { points: next.points + points, on: day };
  }
  const notes = unusable > 0 ? [UNUSABLE] : [];
  if (next !== undefined) return valueOf({ points: roundNumber(next.points), on: next.on }, notes);
  return unusable > 0 ? unreadable(UNUSABLE.code, UNUSABLE.message) : NONE;
}
