import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Configuration, Issue, JsonObject } from '../../../../contract/index.js';
import { ApiError } from '../api/api-error.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import type { OffMode } from './off-choice.js';
import type { Queue } from './queue-choice.js';

/** What a click on Save does. */
export interface SaveOrder {
  readonly ensure: () => Promise<string>;
  readonly wasActive: boolean;
  readonly active: boolean;
  /** Where it is switched off. */
  readonly off: OffMode;
  readonly queue: Queue;
  /** Null where nobody has edited them. */
  readonly settings: JsonObject | null;
}

/** Saves settings first, then switches on or off: what flows, flows by the settings that were saved. */
export function useSave() {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async ({ ensure, wasActive, active, off, queue, settings }: SaveOrder): Promise<string> => {
      const id = await ensure();
      if (settings) {
        // The revision that they were edited from: somebody else's save meanwhile is told, not overwritten.
        const edited = client.getQueryData<Configuration>(['configuration', id]);
        const { revision } = edited ?? (await request<Configuration>('GET', pathOf(id, 'settings')));
        await request('PUT', pathOf(id, 'settings'), { settings, expectedRevision: revision });
      }
      if (active !== wasActive)
        await request('PATCH', pathOf(id), active ? { active } : { active, mode: off, queue });
      return id;
    },
    onSettled: () => client.invalidateQueries(),
  });
  const issues: readonly Issue[] = save.error instanceof ApiError ? save.error.issues : [];
  return Object.assign(save, { issues });
}
