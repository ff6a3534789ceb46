import type { Issue } from '../../../contract/index.js';
import type { Shape } from './shape.js';

/** Longest id that the platform gives out. */
const LONGEST_ID = 255;

const unless = (fits: boolean, path: string, code: string, message: string): readonly Issue[] =>
  fits ? [] : [{ path, code, message }];

/** The shapes of single values. */
export const scalars = {
  id: (value, path) =>
    unless(
      typeof value === 'string' && value.length > 0 && value.length <= LONGEST_ID,
      path,
      'invalid_id',
      `An id is a text of 1 to ${LONGEST_ID} characters.`,
    ),
  text: (value, path) => unless(typeof value === 'string', path, 'not_a_text', 'This is a text.'),
  name: (value, path) =>
    unless(
      typeof value === 'string' && value.trim() !== '',
      path,
      'not_a_text',
      'This is a text, not empty.',
    ),
  flag: (value, path) => unless(typeof value === 'boolean', path, 'not_a_boolean', 'This is true or false.'),
  number: (value, path) =>
    unless(typeof value === 'number' && Number.isFinite(value), path, 'not_a_number', 'This is a number.'),
  date: (value, path) =>
    unless(
      typeof value === 'string' && !Number.isNaN(Date.parse(value)),
      path,
      'not_a_date',
      'This is an ISO-8601 date.',
    ),
  pointer: (value, path) =>
    unless(
      typeof value === 'string' && /^(\/([^~/]|~[01])*)*$/.test(value),
      path,
      'not_a_pointer',
      'This is a JSON pointer, as /total.',
    ),
  eventType: (value, path) =>
    unless(
      typeof value === 'string' &&
        value.length >= 2 &&
        value.length <= 64 &&
        /^[A-Z]+(_[A-Z]+)*$/.test(value),
      path,
      'invalid_event_type',
      'An event type is 2 to 64 capital letters in words joined by underscores.',
    ),
} as const satisfies Record<string, Shape>;
