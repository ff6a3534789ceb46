import type { LoyaltyEvent } from '../../contract/index.js';
import { Warnings } from '../json/warnings.js';
import { isoInstant } from '../text/iso-instant.js';

/** Klaviyo takes times after the year 1990 … */
const EARLIEST = Date.UTC(1991, 0, 1);
/** … and up to a year ahead; a day less, for clocks that differ. */
const AHEAD_MS = 364 * 86_400_000;

/**
 * When an event happened, as ISO-8601 in UTC: `occurredAt`, else `reportedAt`, else when it was accepted. A time that
 * cannot be read is passed over with the warning `time_unreadable`, one outside Klaviyo's bounds (after 1990, at most a
 * year ahead) with `time_out_of_range`: a wrong time costs the time, never the event.
 *
 * @param acceptedAt epoch milliseconds; it does not change between attempts, so neither does the time sent
 */
export function eventTime(event: LoyaltyEvent, acceptedAt: number, warnings: Warnings): string {
  for (const field of ['occurredAt', 'reportedAt'] as const) {
    const text = event[field];
    if (text === undefined || text === null || text.trim() === '') continue;
    const time = isoInstant(text.trim());
    if (time === undefined) {
      warnings.add(
        'time_unreadable',
        'The time is none as 2026-11-23T10:00:00Z with a time zone, so the next best time was sent.',
        [field],
      );
    } else if (time >= EARLIEST && time <= acceptedAt + AHEAD_MS) {
      return new Date(time).toISOString();
    } else {
      warnings.add(
        'time_out_of_range',
        'Klaviyo takes no time before 1991 or over a year ahead, so the next best time was sent.',
        [field],
      );
    }
  }
  return new Date(acceptedAt).toISOString();
}

/** The same in epoch milliseconds, where what was passed over does not matter. */
export const happenedAt = (event: LoyaltyEvent, acceptedAt: number): number =>
  Date.parse(eventTime(event, acceptedAt, new Warnings()));
