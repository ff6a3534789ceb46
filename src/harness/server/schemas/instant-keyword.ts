import type { FuncKeywordDefinition } from 'ajv';
import type { Schema } from './schema.js';

/** With a time zone: without one a date-time means another instant on another machine. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/** The latest instant of a date; a number beyond it fits no column. */
const LATEST = 8.64e15;

/** The keyword `instant`: the value becomes epoch milliseconds. */
export const instantKeyword: FuncKeywordDefinition = {
  keyword: 'instant',
  modifying: true,
  errors: false,
  validate: (form: Schema['instant'], value: unknown, _schema, context) => {
    const ms =
      form === 'text' && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : read(value);
    if (!Number.isSafeInteger(ms) || ms < 0 || ms > LATEST) return false;
    if (context) {
      const parent = context.parentData as Record<string | number, unknown>;
      parent[context.parentDataProperty] = ms;
    }
    return true;
  },
};

function read(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && ISO.test(value) ? Date.parse(value) : Number.NaN;
}
