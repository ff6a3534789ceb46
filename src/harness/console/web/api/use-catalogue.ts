import { useQuery } from '@tanstack/react-query';
import type { CatalogueEntry } from '../../../host/host.js';
import { request } from './request.js';

/** The extension types that can be installed. */
export const useCatalogue = () =>
  useQuery({
    queryKey: ['catalogue'],
    queryFn: () => request<readonly CatalogueEntry[]>('GET', '/api/catalogue'),
    staleTime: 60_000,
  });
