import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ActivityPage } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { queryOf } from '../api/query-of.js';
import { request } from '../api/request.js';
import type { ActivityFilter } from './activity-filter.js';

const ROWS = 50;
/** The first page is of now; older ones do not change. */
const AGAIN_MS = 3_000;

/** One page of requests. The page before stays while the next is on its way, so that nothing jumps. */
export const useActivity = (id: string, filter: ActivityFilter, cursor: string) =>
  useQuery({
    queryKey: ['activity', id, filter, cursor],
    queryFn: () => {
      const { operation, result, memberId, spanMs } = filter;
      const from = spanMs === 0 ? undefined : Date.now() - spanMs;
      const query = queryOf({ operation, result, memberId, from, cursor, limit: ROWS });
      return request<ActivityPage>('GET', pathOf(id, 'activity') + query);
    },
    placeholderData: keepPreviousData,
    refetchInterval: cursor === '' ? AGAIN_MS : false,
  });
