import { useQuery } from '@tanstack/react-query';
import type { Configuration } from '../../../../contract/index.js';
import { pathOf } from './path-of.js';
import { request } from './request.js';

/** The settings in force of an installation. They are asked for anew only after a save: nobody's typing is overwritten. */
export const useConfiguration = (id: string | undefined) =>
  useQuery({
    queryKey: ['configuration', id],
    queryFn: () => request<Configuration>('GET', pathOf(id ?? '', 'settings')),
    enabled: id !== undefined,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
