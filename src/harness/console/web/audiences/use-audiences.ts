import { useQuery } from '@tanstack/react-query';
import type { Audience } from '../../../../contract/index.js';
import { request } from '../api/request.js';

/** An audience with the number of its members. */
export type CountedAudience = Audience & { readonly members: number };

/** The platform's audiences. */
export const useAudiences = () =>
  useQuery({
    queryKey: ['audiences'],
    queryFn: () => request<readonly CountedAudience[]>('GET', '/api/audiences'),
    refetchInterval: 3_000,
  });
