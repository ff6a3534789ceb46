import type { SyncRun } from '../../../contract/index.js';
import { duration } from './duration.js';
import { tellRun } from './tell-run.js';
import { toDo } from './to-do.js';

/** What a person reads of a run that no longer runs: its numbers, why, and the differences that it found. */
export function tellEnd(run: SyncRun): readonly string[] {
  const { kind, endedAt, startedAt, reason, skipped, reasons, drift } = run;
  return [
    tellRun({ ...run, rate: null, remainingMs: null }),
    ...(endedAt === null ? [] : [`took ${duration(endedAt - startedAt)}`]),
    ...Object.entries(skipped).map(([why, count]) => `${count} skipped: ${why}${toDo(reasons, why)}`),
    ...(reason === null ? [] : [reason]),
    ...(kind === 'reconcile' && run.state === 'done' && drift.length === 0 ? ['no drift'] : []),
    ...drift.map(
      ({ kind: how, about, count, examples }) =>
        `${count} ${how}: ${about}${examples.length === 0 ? '' : ` (as ${examples.map(named).join('; ')})`}`,
    ),
  ];
}

function named({
  memberId,
  profileId,
  listId,
  fields,
}: SyncRun['drift'][number]['examples'][number]): string {
  return [
    memberId === null ? `profile ${profileId ?? 'unknown'}` : `member ${memberId}`,
    ...(listId === undefined ? [] : [`list ${listId}`]),
    ...(fields === undefined || fields.length === 0 ? [] : [fields.join(', ')]),
  ].join(' ');
}
