import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Configuration, Issue, JsonObject } from '../../../../contract/index.js';
import { ApiError } from '../api/api-error.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import type { OffMode } from './off-choice.js';
import type { Queue } from './queue-choice.js';
import { SaveConflict } from './save-conflict.js';

/** Settings as somebody has edited them. */
export interface EditedSettings {
  readonly settings: JsonObject;
  /** What they were edited from; undefined where the installation was not there yet. */
  readonly base: Configuration | undefined;
}

/** What a click on Save does. */
export interface SaveOrder {
  readonly ensure: () => Promise<string>;
  readonly wasActive: boolean;
  readonly active: boolean;
  /** Where it is switched off. */
  readonly off: OffMode;
  readonly queue: Queue;
  /** Null where nobody has edited them. */
  readonly edited: EditedSettings | null;
}

const isConflict = (error: unknown): boolean =>
  error instanceof ApiError && error.issues.some(({ code }) => code === 'revision_conflict');

/**
 * Saves settings first, then switches on or off: what flows, flows by the settings that were saved. A save over what
 * somebody else has saved meanwhile fails with {@link SaveConflict}.
 */
export function useSave() {
  const client = useQueryClient();
  const put = async (id: string, { settings, base }: EditedSettings): Promise<void> => {
    const read = (): Promise<Configuration> => request<Configuration>('GET', pathOf(id, 'settings'));
    const { revision } = base ?? (await read());
    try {
      await request('PUT', pathOf(id, 'settings'), { settings, expectedRevision: revision });
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw new SaveConflict(await read());
    }
  };
  const save = useMutation({
    mutationFn: async ({ ensure, wasActive, active, off, queue, edited }: SaveOrder): Promise<string> => {
      const id = await ensure();
      if (edited) await put(id, edited);
      if (active !== wasActive)
        await request('PATCH', pathOf(id), active ? { active } : { active, mode: off, queue });
      return id;
    },
    onSettled: () => client.invalidateQueries(),
  });
  const issues: readonly Issue[] = save.error instanceof ApiError ? save.error.issues : [];
  return Object.assign(save, { issues });
}
