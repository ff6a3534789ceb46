import { Refusal } from '../answers/refusal.js';

/** A query parameter that is a time: epoch milliseconds or ISO-8601. @throws Refusal 400 `invalid_query` */
export function readTime(value: unknown, path: string): number {
  const given = typeof value === 'string' ? value : '';
  const number = /^\d+$/.test(given) ? Number(given) : Date.parse(given);
  if (Number.isFinite(number)) return number;
  throw new Refusal(400, {
    code: 'invalid_query',
    message: 'Give a time as epoch milliseconds or ISO-8601.',
    path,
  });
}
