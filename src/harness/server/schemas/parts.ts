import type { Schema } from './schema.js';

/** Longest id that the platform gives out. */
const LONGEST_ID = 255;

/** The latest instant that a date can stand for; a database's whole numbers reach further, but not without end. */
const LATEST = 8.64e15;

const NOT_A_TEXT = { code: 'not_a_text', message: 'This is a text, not empty.' };

/** The schemas of single values. */
export const text = { type: 'string' } as const satisfies Schema;
export const flag = { type: 'boolean' } as const satisfies Schema;
export const number = { type: 'number' } as const satisfies Schema;
export const anyObject = { type: 'object' } as const satisfies Schema;
export const name = { type: 'string', pattern: '\\S', says: NOT_A_TEXT } as const satisfies Schema;
export const id = {
  type: 'string',
  minLength: 1,
  maxLength: LONGEST_ID,
  says: { code: 'invalid_id', message: `An id is a text of 1 to ${LONGEST_ID} characters.` },
} as const satisfies Schema;
export const date = {
  type: 'string',
  format: 'date',
  says: { code: 'not_a_date', message: 'This is an ISO-8601 date.' },
} as const satisfies Schema;
export const pointer = {
  type: 'string',
  pattern: '^(/([^~/]|~[01])*)*$',
  says: { code: 'not_a_pointer', message: 'This is a JSON pointer, as /total.' },
} as const satisfies Schema;
export const eventType = {
  type: 'string',
  minLength: 2,
  maxLength: 64,
  pattern: '^[A-Z]+(_[A-Z]+)*$',
  says: {
    code: 'invalid_event_type',
    message: 'An event type is 2 to 64 capital letters in words joined by underscores.',
  },
} as const satisfies Schema;
/** Epoch milliseconds, or ISO-8601: a date (the beginning of the day in UTC) or a date-time with its zone. */
export const instant = {
  instant: 'json',
  says: {
    code: 'not_an_instant',
    message: 'This is a time in epoch milliseconds, or an ISO-8601 date-time as 2026-11-23T10:00:00Z.',
  },
} as const satisfies Schema;
export const epochMs = {
  type: 'integer',
  minimum: 0,
  maximum: LATEST,
  says: { code: 'not_an_instant', message: 'This is a time in epoch milliseconds.' },
} as const satisfies Schema;

export const nullable = (schema: Schema): Schema => ({ ...schema, nullable: true });
export const arrayOf = (items: Schema): Schema => ({ type: 'array', items });
export const oneOf = (words: readonly string[]): Schema => ({
  type: 'string',
  enum: words,
  says: { code: 'not_a_choice', message: `This is one of ${words.join(', ')}.` },
});

/** Fields that are not named are let through: the platform adds fields without notice. */
export const openObject = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({ type: 'object', required: Object.keys(required), properties: { ...required, ...optional } });

/** A field that is not known is refused: a misspelt `queue` must not end as its default. */
export const closedObject = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({ ...openObject(required, optional), additionalProperties: false });
