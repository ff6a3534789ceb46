import type { CapabilityState } from '../../../../contract/index.js';

export type Standing = 'On' | 'Off' | 'Paused' | 'No permission';

/** How a capability stands, in a word. @param missing scopes that were not granted */
export function standingOf(state: CapabilityState | undefined, missing: readonly string[]): Standing {
  if (state?.on === false) return 'Off';
  if (missing.length > 0) return 'No permission';
  return state !== undefined && state.pausedUntil !== null ? 'Paused' : 'On';
}
