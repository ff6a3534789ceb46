import { useQuery } from '@tanstack/react-query';
import type { InstallationView } from '../../../host/host.js';
import { pathOf } from './path-of.js';
import { request } from './request.js';

/** One installation; live updates write it too. */
export const useInstallation = (id: string) =>
  useQuery({
    queryKey: ['installation', id],
    queryFn: () => request<InstallationView>('GET', pathOf(id)),
  });
