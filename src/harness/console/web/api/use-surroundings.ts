import { useQuery } from '@tanstack/react-query';
import type { Surroundings } from '../../pages/surroundings.js';
import { request } from './request.js';

/** What stands around the page; it does not change while the host runs. */
export const useSurroundings = () =>
  useQuery({
    queryKey: ['surroundings'],
    queryFn: () => request<Surroundings>('GET', '/console/surroundings'),
    staleTime: Infinity,
  });
