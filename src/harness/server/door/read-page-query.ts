import type { PageQuery } from '../../../contract/index.js';
import { Refusal } from '../answers/refusal.js';
import { readOnce } from './read-once.js';

/**
 * Reads `?cursor&limit&memberId` of a paged route.
 *
 * @throws Refusal 400 `invalid_query`
 */
export function readPageQuery(query: Readonly<Record<string, unknown>>): PageQuery {
  const { cursor, limit, memberId } = query;
  return {
    ...(cursor === undefined ? {} : { cursor: readOnce(cursor, '/cursor') }),
    ...(limit === undefined ? {} : { limit: count(limit) }),
    ...(memberId === undefined ? {} : { memberId: readOnce(memberId, '/memberId') }),
  };
}

function count(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= 1000) return number;
  throw new Refusal(400, { code: 'invalid_query', message: 'limit takes 1 to 1000.', path: '/limit' });
}
