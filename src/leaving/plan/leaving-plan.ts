import type { UninstallRequest } from '../../contract/index.js';
import type { LeavingRow, LeavingStep } from '../../store/index.js';

/** What is asked of an end. */
export type Wanted = Pick<LeavingRow, 'mode' | 'queue' | 'remote'>;

/** How far each kind of end goes. */
const REACH: Readonly<Record<UninstallRequest['mode'], number>> = { pause: 0, disconnect: 1, purge: 2 };

/** The steps of an end, in their order; the last is always `done`. Each can be repeated without harm. */
export function stepsOf({ mode, queue, remote }: Wanted): readonly LeavingStep[] {
  return [
    ...(queue === 'drain' ? (['draining'] as const) : []),
    ...(mode === 'pause' && queue === 'keep' ? [] : (['settling'] as const)),
    ...(mode !== 'pause' && remote !== 'leave' ? (['clearing'] as const) : []),
    ...(mode !== 'pause' ? (['revoking'] as const) : []),
    ...(mode === 'purge' ? (['purging'] as const) : []),
    'done',
  ];
}

export const firstStep = (wanted: Wanted): LeavingStep => stepsOf(wanted)[0] ?? 'done';

/** The step behind one. */
export function nextStep(row: Wanted & Pick<LeavingRow, 'step'>): LeavingStep {
  const steps = stepsOf(row);
  return steps[steps.indexOf(row.step) + 1] ?? 'done';
}

/** Whether a new request takes the place of one that is under way: it goes further, or as far in another way. */
export const replaces = (wanted: Wanted, underWay: Wanted): boolean =>
  REACH[wanted.mode] > REACH[underWay.mode];

export const isSame = (one: Wanted, other: Wanted): boolean =>
  one.mode === other.mode && one.queue === other.queue && one.remote === other.remote;

/** What becomes of events that were not sent. */
export type Rest = 'kept' | 'exported' | 'dropped';

/** @param exports whether the host keeps for the tenant what could not be sent */
export function restOf({ mode, queue }: Wanted, exports: boolean): Rest {
  if (queue === 'drop') return 'dropped';
  if (mode !== 'purge') return 'kept';
  return exports ? 'exported' : 'dropped';
}
