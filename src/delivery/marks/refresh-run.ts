import { randomUUID } from 'node:crypto';
import type { RunRow } from '../../store/index.js';

/** A run that goes through audiences which were computed anew, as one change. */
export const refreshRun = (connectionId: string, audiences: readonly string[], now: number): RunRow =>
  newRefresh(connectionId, 'joining', audiences, now);

/** A run that looks at everybody once more of whom something was sent. */
export const resendRun = (connectionId: string, now: number): RunRow =>
  newRefresh(connectionId, 'sent', [], now);

const newRefresh = (
  connectionId: string,
  phase: 'joining' | 'sent',
  audiences: readonly string[],
  now: number,
): RunRow => ({
  id: randomUUID(),
  connectionId,
  kind: 'refresh',
  state: 'running',
  phase,
  request: { kind: 'load', audiences },
  cursor: {},
  startedAt: now,
  endedAt: null,
  total: 0,
  seen: 0,
  skipped: {},
  drift: [],
  rateAt: now,
  rateDone: 0,
  reason: null,
});
