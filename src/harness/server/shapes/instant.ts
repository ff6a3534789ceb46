import type { Shape } from './shape.js';

/** With a time zone: without one a date-time means another instant on another machine. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/** An instant: epoch milliseconds, or an ISO-8601 date (the beginning of the day in UTC) or date-time. */
export const instant: Shape = (value, path) =>
  typeof value === 'string'
    ? iso(value, path)
    : Number.isSafeInteger(value) && Number(value) >= 0
      ? []
      : wrong(path);

const iso = (value: string, path: string) =>
  ISO.test(value) && !Number.isNaN(Date.parse(value)) ? [] : wrong(path);

const wrong = (path: string) => [
  {
    path,
    code: 'not_an_instant',
    message: 'This is a time in epoch milliseconds, or an ISO-8601 date-time as 2026-11-23T10:00:00Z.',
  },
];
