import { randomUUID } from 'node:crypto';
import type { RunRow } from '../../store/index.js';

/** A run that goes through audiences which were computed anew, as one change. */
export const refreshRun = (connectionId: string, audiences: readonly string[], now: number): RunRow => ({
  id: randomUUID(),
  connectionId,
  kind: 'refresh',
  state: 'running',
  phase: 'joining',
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
