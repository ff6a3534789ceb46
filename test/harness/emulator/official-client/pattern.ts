/**
 * What a value must be: itself, a test of it, a list of patterns in order, or an object of patterns with just these
 * keys. Whatever a pattern does not name must not be there.
 */
export type Pattern =
  | string
  | number
  | boolean
  | null
  | ((value: unknown) => boolean)
  | readonly Pattern[]
  | { readonly [key: string]: Pattern };

/** Where a value departs from a pattern; nothing where it does not. */
export const departures = (value: unknown, pattern: Pattern, at = ''): readonly string[] => {
  if (typeof pattern === 'function') return pattern(value) ? [] : [`${at}: ${shown(value)}`];
  if (typeof pattern !== 'object' || pattern === null) {
    return Object.is(value, pattern) ? [] : [`${at}: ${shown(value)} is not ${String(pattern)}`];
  }
  if (isList(pattern)) {
    if (!Array.isArray(value) || value.length !== pattern.length) return [`${at}: ${shown(value)}`];
    return pattern.flatMap((part, place) => departures(value[place], part, `${at}/${place}`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: ${shown(value)}`];
  // The client gives each model all its names, those that were not answered without a value.
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  const unasked = given.filter(([name]) => !(name in pattern)).map(([name]) => `${at}/${name}: not expected`);
  const parts = new Map<string, unknown>(given);
  return [
    ...unasked,
    ...Object.entries(pattern).flatMap(([name, part]) => departures(parts.get(name), part, `${at}/${name}`)),
  ];
};

const isList = (pattern: Pattern): pattern is readonly Pattern[] => Array.isArray(pattern);

const shown = (value: unknown): string => JSON.stringify(value) || String(value);

const written =
  (form: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && form.test(value);

/** A ULID, as profiles, events and webhooks are named. */
export const ULID = written(/^[0-9A-HJKMNP-TV-Z]{26}$/);
/** Six characters, as lists, metrics and accounts are named. */
export const SHORT_ID = written(/^[A-Za-z0-9]{6}$/);
export const JOB_ID = written(/^[A-Za-z0-9_-]{58}$/);
/** A moment within a day of the frozen clock. */
export const moment =
  (now: number) =>
  (value: unknown): boolean =>
    value instanceof Date && Math.abs(value.getTime() - now) < 86_400_000;
/** The same as Klaviyo writes it. */
export const writtenMoment =
  (now: number) =>
  (value: unknown): boolean =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/.test(value) &&
    moment(now)(new Date(value));
/** An address of the emulator's own with that path, and whatever query. */
export const linkTo =
  (base: string, path: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' &&
    URL.canParse(value) &&
    value.startsWith(`${base}/`) &&
    path.test(new URL(value).pathname);
