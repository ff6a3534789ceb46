import { randomUUID } from 'node:crypto';
import type { JobRow } from '../../../store/index.js';

/** A job as it is stored before it is handed in. */
export const jobOf = (
  connectionId: string,
  total: number,
  listIds: readonly string[],
  now: number,
): JobRow => ({
  id: randomUUID(),
  connectionId,
  remoteId: null,
  state: 'submitting',
  submittedAt: now,
  pollAt: now,
  polls: 0,
  total,
  listIds: listIds.length === 0 ? null : listIds,
  requestId: null,
});
