/** So many requests in so many milliseconds. */
export interface RateWindow {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * Reads the policy list of `RateLimit-Limit: 75, 75;w=1, 750;w=60`; the first figure repeats the window that is
 * nearest to its end and is passed over. Unreadable parts are left out: limits are learnt, never required.
 */
export function parseRateLimit(header: string | undefined): RateWindow[] {
  if (!header) return [];
  return header.split(',').flatMap((part) => {
    const match = /^\s*(\d+)\s*;\s*w=(\d+)\s*$/.exec(part);
    if (!match) return [];
    const limit = Number(match[1]);
    const windowMs = Number(match[2]) * 1000;
    return limit > 0 && windowMs > 0 ? [{ limit, windowMs }] : [];
  });
}
