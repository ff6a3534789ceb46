import { useInfiniteQuery } from '@tanstack/react-query';
import type { OptionsPage } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { queryOf } from '../api/query-of.js';
import { request } from '../api/request.js';

/** The choices of a field, page after page; searched on the server, so that no page is missed. */
export const useOptions = (
  installation: string | undefined,
  field: string,
  search: string,
  enabled: boolean,
) =>
  useInfiniteQuery({
    queryKey: ['options', installation, field, search],
    queryFn: ({ pageParam }) =>
      request<OptionsPage>(
        'GET',
        pathOf(installation ?? '', 'options', field) + queryOf({ search, cursor: pageParam }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: enabled && installation !== undefined,
  });
