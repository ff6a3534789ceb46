import { type Read, thenRead, unreadable, valueOf } from '../read/read.js';
import { readWords } from '../text/read-text.js';

function zoneOf(text: string): string | undefined {
  // An offset says nothing of summer time, and Klaviyo wants a name.
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text.replaceAll(' ', '_') }).resolvedOptions().timeZone;
  } catch {
    // A RangeError tells that there is no such zone.
    return undefined;
  }
}

/** A time zone of the IANA database, as `Europe/London`, in any case. */
export const readTimeZone = (raw: unknown): Read<string> =>
  thenRead(readWords(raw), (text) => {
    const zone = zoneOf(text);
    return zone === undefined
      ? unreadable('time_zone_unusable', 'This is no time zone such as Europe/London, so it was left out.')
      : valueOf(zone);
  });
