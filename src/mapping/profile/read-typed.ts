import type { Json } from '../../contract/index.js';
import { numberOf } from '../number/read-number.js';
import { roundNumber } from '../number/round-number.js';
import { NONE, type Read, type Reason, unreadable, valueOf } from '../read/read.js';
import { isoDay } from '../text/iso-day.js';
import type { AttributeType } from './attribute-mapping.js';
import { readMoment } from './read-dates.js';

const WHAT: Readonly<Record<AttributeType, string>> = {
  'as-is': 'value',
  text: 'text',
  number: 'number',
  'yes-no': 'yes or no',
  date: 'date as 2026-11-23',
  list: 'list of texts, numbers, or yes and no',
};

const unfit = (type: AttributeType): Read<never> =>
  unreadable('attribute_unfit', `The value is no ${WHAT[type]}, as the settings say, so it was left out.`);

const YES = /^(yes|y|true|on|1)$/i;
const NO = /^(no|n|false|off|0)$/i;

function yesNo(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return YES.test(text) ? true : NO.test(text) ? false : undefined;
}

function date(value: Json): Read<Json> {
  const text = typeof value === 'string' ? value.trim() : '';
  // A day is no moment: at midnight in UTC it is another day in half of the world.
  const day = text.length <= 10 ? isoDay(text) : undefined;
  if (day !== undefined) return valueOf(day);
  const moment = readMoment(text === '' ? false : text);
  return moment.kind === 'value' ? moment : unfit('date');
}

function list(value: Json): Read<Json> {
  if (!Array.isArray(value)) return typeof value === 'object' ? unfit('list') : valueOf([value]);
  const elements = value as readonly Json[];
  const scalars = elements.filter((element) => typeof element !== 'object');
  const notes: Reason[] =
    scalars.length === elements.length
      ? []
      : [
          {
            code: 'attribute_unfit',
            message:
              'Elements of the list are neither texts nor numbers nor yes or no, so they were left out.',
          },
        ];
  return valueOf(scalars, notes);
}

/**
 * A custom attribute as the type that the settings give it; one that does not fit is unreadable, with the reason
 * `attribute_unfit`. Nothing is guessed: `1,5` is no number, `02/03/1992` no date, and a text with commas no list.
 * `null` is told to be none, whatever the type.
 */
export function readTyped(value: Json, type: AttributeType): Read<Json> {
  if (value === null || value === '') return NONE;
  switch (type) {
    case 'as-is':
      return valueOf(value);
    case 'text':
      return typeof value === 'object' ? unfit(type) : valueOf(String(value));
    case 'number': {
      const number = numberOf(value);
      return number === undefined ? unfit(type) : valueOf(roundNumber(number));
    }
    case 'yes-no': {
      const answer = yesNo(value);
      return answer === undefined ? unfit(type) : valueOf(answer);
    }
    case 'date':
      return date(value);
    case 'list':
      return list(value);
  }
}
