import { type Read, thenRead, unreadable, valueOf } from '../read/read.js';
import { isoDay } from '../text/iso-day.js';
import { isoInstantOrUtc } from '../text/iso-instant.js';
import { readWords } from '../text/read-text.js';

/** Before it and on it nobody was born who is a member; 0001-01-01 and 1900-01-01 stand for "not known". */
const FIRST_DAY = '1900-01-01';
/** Where no clock tells what today is. */
const NEVER = '2100-01-01';

/**
 * A day of birth as `YYYY-MM-DD`, in the forms of {@link isoDay}. Out of range is what lies before 1900 or after today.
 *
 * @param now epoch milliseconds; without it only what lies far ahead is out of range
 */
export const readBirthday = (raw: unknown, now?: number): Read<string> =>
  thenRead(readWords(raw), (text) => {
    const day = isoDay(text);
    // Somewhere it is tomorrow already.
    const last = now === undefined ? NEVER : new Date(now + 86_400_000).toISOString().slice(0, 10);
    return day !== undefined && day > FIRST_DAY && day <= last
      ? valueOf(day)
      : unreadable(
          'birthday_unusable',
          'The birthday is no day as 1990-05-17, or lies before 1900 or ahead, so it was left out.',
        );
  });

const EARLIEST = Date.UTC(1900, 0, 1);

function midnightOf(text: string): number | undefined {
  const day = isoDay(text);
  return day === undefined ? undefined : isoInstantOrUtc(`${day} 00:00`);
}

/** A moment as ISO-8601 in UTC; without a time zone it is one in UTC, and a day begins there at midnight. */
export const readMoment = (raw: unknown): Read<string> =>
  thenRead(readWords(raw), (text) => {
    const time = isoInstantOrUtc(text) ?? midnightOf(text);
    return time !== undefined && time >= EARLIEST
      ? valueOf(new Date(time).toISOString())
      : unreadable('date_unusable', 'The date is none as 2026-11-23T10:00:00Z, so it was left out.');
  });
