/** The longest wait that is believed: a daily cap ends within a day. */
export const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * Reads `Retry-After` in both of its forms, seconds and HTTP date (RFC 9110, 10.2.3).
 *
 * @param sentAt `Date` of the same answer: the date in it is told by that clock, which may not be ours
 * @param now epoch milliseconds, where the answer has no `Date`
 * @returns milliseconds from 0 to 24 hours; null where it is absent or unreadable
 */
export function parseRetryAfter(header: string | null, sentAt: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return bounded(Number(text) * 1_000);
  // A date has a name in it; a bare number that is no count of seconds would be read as a year.
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(date)) return null;
  const reference = Date.parse(sentAt ?? '');
  return bounded(date - (Number.isNaN(reference) ? now : reference));
}

const bounded = (ms: number): number => Math.round(Math.min(LONGEST_WAIT_MS, Math.max(0, ms)));
