import { randomUUID } from 'node:crypto';
import type { SyncRequest } from '../../contract/index.js';
import type { RunRow } from '../../store/index.js';

/** A run that begins now. @param total items that it goes through */
export const newRun = (
  connectionId: string,
  request: SyncRequest,
  phase: string,
  total: number,
  now: number,
): RunRow => ({
  id: randomUUID(),
  connectionId,
  kind: request.kind,
  state: 'running',
  phase,
  request,
  cursor: {},
  startedAt: now,
  endedAt: null,
  total,
  seen: 0,
  skipped: {},
  drift: [],
  rateAt: now,
  rateDone: 0,
  reason: null,
});
