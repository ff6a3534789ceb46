import type { SyncRequest } from '../../contract/index.js';
import type { Settings } from '../../settings/index.js';

/** Audiences that a run fills the lists of: those asked for, of those that are mapped; in the order of the settings. */
export function mappedAudiences(settings: Settings, request: SyncRequest): readonly string[] {
  if (!settings.capabilities.lists) return [];
  const mapped = new Set(settings.audiences.map(({ audienceId }) => audienceId));
  return [...mapped].filter((audienceId) => request.audiences?.includes(audienceId) ?? true);
}
