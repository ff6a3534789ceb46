import { useQuery } from '@tanstack/react-query';
import type { Page, SyncRun } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';

/** A run that moves is looked at by the second; one that does not, now and then. */
const MOVING_MS = 1_000;
const RESTING_MS = 10_000;

/** The latest runs of the synchronisation. */
export const useRuns = (id: string) =>
  useQuery({
    queryKey: ['runs', id],
    queryFn: () => request<Page<SyncRun>>('GET', `${pathOf(id, 'runs')}?limit=5`),
    refetchInterval: ({ state: { data, error } }) => {
      if (error && !data) return false;
      return data?.items.some(({ state }) => state === 'running') ? MOVING_MS : RESTING_MS;
    },
  });
