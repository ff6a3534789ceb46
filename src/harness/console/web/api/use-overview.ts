import { useQuery } from '@tanstack/react-query';
import type { Overview } from '../../../../contract/index.js';
import { pathOf } from './path-of.js';
import { request } from './request.js';

/** The numbers of an installation; live updates write them too. Null where the extension has none. */
export const useOverview = (id: string) =>
  useQuery({
    queryKey: ['overview', id],
    queryFn: () => request<Overview | null>('GET', pathOf(id, 'overview')),
  });
