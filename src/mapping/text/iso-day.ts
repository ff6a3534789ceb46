import { isDay, isoInstantOrUtc } from './iso-instant.js';

/** The year first: only then a day and a month of numbers cannot be taken for each other. */
const DAY = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
/** ISO 8601's basic form. */
const BASIC = /^(\d{4})(\d\d)(\d\d)$/;
/** A day with a time behind it. */
const WITH_TIME = /^(\d{4})([-/.])(\d\d)\2(\d\d)([Tt ].*)$/;

/**
 * The day `YYYY-MM-DD` that a text names: `1992-02-29`, `1992/02/29`, `1992.2.29`, `19920229`, and any of the dashed
 * ones with a time of day behind it, with a time zone or without. It is the day as it is written, in its own zone.
 * `undefined` for anything else: `02/03/1992` is a day in February here and in March there.
 */
export function isoDay(text: string): string | undefined {
  const timed = WITH_TIME.exec(text);
  if (timed) {
    const [, year = '', , month = '', day = '', time = ''] = timed;
    const date = `${year}-${month}-${day}`;
    return isoInstantOrUtc(date + time) === undefined ? undefined : date;
  }
  const plain = DAY.exec(text);
  const [year = '', month = '', day = ''] = plain
    ? [plain[1], plain[3], plain[4]]
    : (BASIC.exec(text)?.slice(1) ?? []);
  if (year === '' || !isDay(Number(year), Number(month), Number(day))) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
