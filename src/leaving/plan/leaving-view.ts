import type { Issue, UninstallReport } from '../../contract/index.js';
import type { LeavingRow } from '../../store/index.js';

/** How an end stands, as whoever has asked for it is told. @param now epoch ms */
export function leavingView(row: LeavingRow, now: number): UninstallReport {
  const isOver = row.endedAt !== null;
  const counts = Object.keys(row.counts).length > 0 ? { counts: row.counts } : {};
  if (isOver) return { status: 'done', ...counts, issues: row.issues };
  return {
    status: 'running',
    runId: row.runId,
    progress: {
      step: row.step,
      done: row.doneItems,
      total: row.total,
      startedAt: row.startedAt,
      nextTryAt: row.notBefore > now ? row.notBefore : null,
    },
    ...counts,
    issues: [...row.issues, ...waitsFor(row)],
  };
}

function waitsFor({ step, attempts }: LeavingRow): readonly Issue[] {
  if (attempts === 0) return [];
  if (step === 'revoking') return [REVOCATION_WAITS];
  if (step === 'clearing') return [CLEARING_WAITS];
  return [];
}

const REVOCATION_WAITS: Issue = {
  path: '',
  code: 'revoke_not_confirmed',
  message:
    'Klaviyo has not confirmed the removal yet; it is asked again until it does. You can also remove the app in Klaviyo: ' +
    'Settings, Integrations, Remove.',
};

const CLEARING_WAITS: Issue = {
  path: '/remote',
  code: 'clearing_waits',
  message: 'Klaviyo does not take the removals at the moment; they are tried again by themselves.',
};
