import type { ActivityQuery } from '../../../contract/index.js';
import { readOnce } from './read-once.js';
import { readPageQuery } from './read-page-query.js';
import { readTime } from './read-time.js';

/**
 * Reads `?cursor&limit&memberId&operation&result&from&until`; times are epoch milliseconds or ISO-8601.
 *
 * @throws Refusal 400 `invalid_query`
 */
export function readActivityQuery(query: Readonly<Record<string, unknown>>): ActivityQuery {
  const { operation, result, from, until } = query;
  return {
    ...readPageQuery(query),
    ...(operation === undefined ? {} : { operation: readOnce(operation, '/operation') }),
    ...(result === undefined ? {} : { result: readOnce(result, '/result') }),
    ...(from === undefined ? {} : { from: readTime(from, '/from') }),
    ...(until === undefined ? {} : { until: readTime(until, '/until') }),
  };
}
