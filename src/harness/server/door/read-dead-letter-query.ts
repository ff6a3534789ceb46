import type { DeadLetterQuery } from '../../../contract/index.js';
import { Refusal } from '../answers/refusal.js';
import { readPageQuery } from './read-page-query.js';

/**
 * Reads `?cursor&limit&cause&code&from&until`; times are epoch milliseconds or ISO-8601.
 *
 * @throws Refusal 400 `invalid_query`
 */
export function readDeadLetterQuery(query: Readonly<Record<string, unknown>>): DeadLetterQuery {
  const { cause, code, from, until } = query;
  return {
    ...readPageQuery(query),
    ...(cause === undefined ? {} : { cause: text(cause, '/cause') }),
    ...(code === undefined ? {} : { code: text(code, '/code') }),
    ...(from === undefined ? {} : { from: time(from, '/from') }),
    ...(until === undefined ? {} : { until: time(until, '/until') }),
  };
}

function text(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw new Refusal(400, { code: 'invalid_query', message: 'Give this parameter once.', path });
}

function time(value: unknown, path: string): number {
  const given = typeof value === 'string' ? value : '';
  const number = /^\d+$/.test(given) ? Number(given) : Date.parse(given);
  if (Number.isFinite(number)) return number;
  throw new Refusal(400, {
    code: 'invalid_query',
    message: 'Give a time as epoch milliseconds or ISO-8601.',
    path,
  });
}
