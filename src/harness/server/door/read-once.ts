import { Refusal } from '../answers/refusal.js';

/** A query parameter that is a text. @throws Refusal 400 `invalid_query` where it is given twice */
export function readOnce(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw new Refusal(400, { code: 'invalid_query', message: 'Give this parameter once.', path });
}
