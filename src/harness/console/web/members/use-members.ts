import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MemberPage } from '../../../host/host.js';
import { queryOf } from '../api/query-of.js';
import { request } from '../api/request.js';

/** Members of the programme that fit a text. */
export const useMembers = (search: string) =>
  useQuery({
    queryKey: ['members', search],
    queryFn: () => request<MemberPage>('GET', `/api/members${queryOf({ search })}`),
    placeholderData: keepPreviousData,
  });
