import type { SyncAction, SyncState } from '../../../../contract/index.js';

/** What can be done with a run in a state. */
export function actionsOf(state: SyncState): readonly SyncAction[] {
  if (state === 'running') return ['pause', 'cancel'];
  return state === 'paused' ? ['resume', 'cancel'] : [];
}
