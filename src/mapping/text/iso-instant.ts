/**
 * RFC 3339 in every form that it allows: `T` and `Z` in either case, a blank for the `T`, any number of decimals, a
 * second of 60. ISO 8601 also has no seconds, a comma for the point, and an offset without a colon or minutes.
 */
const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?$/;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether the calendar has a day (`Date.parse` makes 2 March of 30 February). */
export const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

/** No text of a time is longer. */
const LONGEST = 64;

function instantOf(text: string, zoneNeeded: boolean): number | undefined {
  const match = text.length > LONGEST ? null : INSTANT.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) =>
    Number(match[group] ?? 0),
  ) as [number, number, number, number, number, number];
  const [zoneHour, zoneMinute] = [Number(match[10] ?? 0), Number(match[11] ?? 0)];
  if (zoneNeeded && match[8] === undefined && match[9] === undefined) return undefined;
  if (!isDay(year, month, day)) return undefined;
  // A leap second is told as 60; it is shown as the first moment of the next minute, as POSIX time does.
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return undefined;
  const millis = Math.trunc(Number(`0.${match[7]?.slice(0, 9) ?? '0'}`) * 1000);
  const zone = (zoneHour * 60 + zoneMinute) * 60_000 * (match[9] === '-' ? -1 : 1);
  const moment = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  moment.setUTCFullYear(year, month - 1, day);
  moment.setUTCHours(hour, minute, second, millis);
  return moment.getTime() - zone;
}

/**
 * The moment that a date-time with a time zone names, in epoch milliseconds; `undefined` for anything else. Source:
 * RFC 3339, section 5.6.
 *
 * @example
 * isoInstant('2026-11-23T10:00:00+01:00'); // 1795424400000
 * isoInstant('2016-12-31t23:59:60z'); // 1483228800000
 */
export const isoInstant = (text: string): number | undefined => instantOf(text, true);

/** The same, a date-time without a time zone being one in UTC. */
export const isoInstantOrUtc = (text: string): number | undefined => instantOf(text, false);
