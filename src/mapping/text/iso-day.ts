import { isoInstant } from './iso-instant.js';

/** The day `YYYY-MM-DD` that a date, or a date-time in its own time zone, names; `undefined` for anything else. */
export function isoDay(text: string): string | undefined {
  const day = text.slice(0, 10);
  const known = text.length === 10 ? isoInstant(`${text}T00:00:00Z`) : isoInstant(text);
  return known === undefined ? undefined : day;
}
