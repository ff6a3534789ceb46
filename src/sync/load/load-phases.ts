import type { SyncRequest } from '../../contract/index.js';

/** What a load is at. `sending` waits until everything has arrived. */
export type LoadPhase = 'lists' | 'members' | 'events' | 'sending';

/**
 * The phases of a load. Lists come first: whoever is put on one by the import that brings the profile costs no request
 * of its own, and imports for the same lists fill up.
 */
export function loadPhases(request: SyncRequest, audiences: number): readonly LoadPhase[] {
  return [
    ...(audiences > 0 ? (['lists'] as const) : []),
    ...(request.members === false ? [] : (['members'] as const)),
    ...(request.eventsFrom === undefined ? [] : (['events'] as const)),
    'sending',
  ];
}
