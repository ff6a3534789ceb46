import type { ApiProblem } from '../http/api-error.js';
import { hasControlCharacter } from '../limits/control-characters.js';
import { excess } from '../limits/payload-limits.js';
import type { ProfileRules } from '../profiles/profile-problem.js';
import type { EventBody } from './event-body.js';

const EARLIEST = Date.UTC(1990, 0, 1);
const YEAR_MS = 366 * 86_400_000;
const LONGEST_METRIC = 128;
const LONGEST_UNIQUE_ID = 255;
/** The codes of ISO 4217 that are in use, as this machine's Unicode data knows them. */
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** What is wrong with an event, apart from its shape. `at` points at its attributes within the body. */
export const eventProblem = (
  event: EventBody,
  at: string,
  now: number,
  rules: Pick<ProfileRules, 'refuseControlCharacters'>,
): ApiProblem | undefined => {
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
  const { unique_id: uniqueId, value_currency: currency } = event;
  if (typeof uniqueId === 'string' && (uniqueId === '' || uniqueId.length > LONGEST_UNIQUE_ID)) {
    return wrong('unique_id', `A unique_id has 1 to ${LONGEST_UNIQUE_ID} characters.`);
  }
  if (typeof currency === 'string' && !CURRENCIES.has(currency)) {
    return wrong('value_currency', 'The currency is not one of ISO 4217.');
  }
  if (rules.refuseControlCharacters) {
    const texts = { 'metric/data/attributes/name': name, unique_id: uniqueId, properties: event.properties };
    const bad = Object.entries(texts).find(([, value]) => hasControlCharacter(value));
    if (bad !== undefined) return wrong(bad[0], 'Control characters are not allowed.');
  }
  const tooMuch = excess(event.properties);
  return tooMuch === undefined ? undefined : wrong('properties', tooMuch);
};
