import type { ApiProblem } from '../http/api-error.js';
import { excess } from '../limits/payload-limits.js';
import type { EventBody } from './event-body.js';

const EARLIEST = Date.UTC(1990, 0, 1);
const YEAR_MS = 366 * 86_400_000;
const LONGEST_METRIC = 128;

/** What is wrong with an event, apart from its shape. `at` points at its attributes within the body. */
export const eventProblem = (event: EventBody, at: string, now: number): ApiProblem | undefined => {
  const wrong = (attribute: string, detail: string): ApiProblem => ({
    code: 'invalid',
    title: 'Invalid input.',
    detail,
    pointer: `${at}/${attribute}`,
  });
  const { name } = event.metric.data.attributes;
  if (name === '' || name.length >= LONGEST_METRIC) {
    return wrong('metric/data/attributes/name', `A metric's name has 1 to ${LONGEST_METRIC - 1} characters.`);
  }
  if (typeof event.time === 'string') {
    const time = Date.parse(event.time);
    if (Number.isNaN(time)) return wrong('time', 'The time is not ISO 8601.');
    if (time < EARLIEST) return wrong('time', 'The time is before 1990.');
    if (time > now + YEAR_MS) return wrong('time', 'The time is more than a year ahead.');
  }
  const tooMuch = excess(event.properties);
  return tooMuch === undefined ? undefined : wrong('properties', tooMuch);
};
