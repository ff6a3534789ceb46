import { useQuery } from '@tanstack/react-query';
import type { InstallationView } from '../../../host/host.js';
import { request } from './request.js';

/** A list is looked at now and then: an extension may lose its connection at any time. */
const AGAIN_MS = 5_000;

export const readInstallations = (): Promise<readonly InstallationView[]> =>
  request<readonly InstallationView[]>('GET', '/api/installations');

/** The tenant's installations. */
export const useInstallations = () =>
  useQuery({ queryKey: ['installations'], queryFn: readInstallations, refetchInterval: AGAIN_MS });
