const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long ago something was, as a person says it: `2 minutes ago`. */
export function ageOf(ms: number): string {
  if (ms < MINUTE_MS) return words.format(-Math.max(1, Math.round(ms / SECOND_MS)), 'second');
  if (ms < HOUR_MS) return words.format(-Math.floor(ms / MINUTE_MS), 'minute');
  return words.format(-Math.floor(ms / HOUR_MS), 'hour');
}
