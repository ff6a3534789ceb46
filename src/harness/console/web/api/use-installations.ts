import { useQuery } from '@tanstack/react-query';
import type { InstallationView } from '../../../host/host.js';
import { request } from './request.js';

/** A list is looked at now and then: an extension may lose its connection at any time. */
const AGAIN_MS = 5_000;

/** The tenant's installations. */
export const useInstallations = () =>
  useQuery({
    queryKey: ['installations'],
    queryFn: () => request<readonly InstallationView[]>('GET', '/api/installations'),
    refetchInterval: AGAIN_MS,
  });
