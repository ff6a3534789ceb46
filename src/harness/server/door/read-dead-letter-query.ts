import type { DeadLetterQuery } from '../../../contract/index.js';
import { readOnce } from './read-once.js';
import { readPageQuery } from './read-page-query.js';
import { readTime } from './read-time.js';

/**
 * Reads `?cursor&limit&cause&code&from&until`; times are epoch milliseconds or ISO-8601.
 *
 * @throws Refusal 400 `invalid_query`
 */
export function readDeadLetterQuery(query: Readonly<Record<string, unknown>>): DeadLetterQuery {
  const { cause, code, from, until } = query;
  return {
    ...readPageQuery(query),
    ...(cause === undefined ? {} : { cause: readOnce(cause, '/cause') }),
    ...(code === undefined ? {} : { code: readOnce(code, '/code') }),
    ...(from === undefined ? {} : { from: readTime(from, '/from') }),
    ...(until === undefined ? {} : { until: readTime(until, '/until') }),
  };
}
