import type { SyncRun } from '../../contract/index.js';
import { reasonSentences } from '../../delivery/index.js';
import type { RunRow } from '../../store/index.js';

/** What stands in the way of a run's items: they wait, or were given up. */
export interface RunCounts {
  readonly waiting: number;
  readonly failed: number;
}

/** A rate over less than this is no rate. */
const RATE_FROM_MS = 2_000;

/** A run as a person sees it. Items that wait have been gone through and have not arrived. */
export function runView(run: RunRow, { waiting, failed }: RunCounts, now: number): SyncRun {
  const skipped = Object.values(run.skipped).reduce((sum, count) => sum + count, 0);
  const done = Math.max(0, run.seen - skipped - failed - waiting);
  const elapsed = (run.endedAt ?? now) - run.rateAt;
  const rate = elapsed < RATE_FROM_MS ? null : Math.max(0, (done - run.rateDone) / (elapsed / 1_000));
  const left = Math.max(0, run.total - skipped - failed - done);
  return {
    id: run.id,
    kind: run.kind === 'reconcile' ? 'reconcile' : 'load',
    state: run.state,
    phase: run.phase,
    request: run.request,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    total: run.total,
    done,
    failed,
    skipped: run.skipped,
    reasons: reasonSentences(Object.keys(run.skipped)),
    rate,
    remainingMs:
      run.state !== 'running' || rate === null || rate === 0 ? null : Math.round((left / rate) * 1_000),
    drift: run.drift,
    reason: run.reason,
  };
}
