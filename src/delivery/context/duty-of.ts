import type { ConnectionState, LeavingStep } from '../../store/index.js';
import type { LaneDuty } from './lane-context.js';

/** What the lane of a connection is for; null where it rests. @param step of the connection's end, null where there is none */
export function dutyOf(state: ConnectionState, step: LeavingStep | null): LaneDuty | null {
  if (state === 'active') return 'deliver';
  if (state !== 'pausing' && state !== 'leaving') return null;
  if (step === 'draining') return 'drain';
  return step === 'clearing' ? 'clear' : null;
}
