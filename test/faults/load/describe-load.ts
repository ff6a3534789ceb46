import { loadFailures } from './load-failures.js';
import type { LoadReport } from './load-report.js';

/** A report as people read it. */
export function describeLoad(report: LoadReport): string {
  const { plan, load, reconciliation } = report;
  const failures = loadFailures(report);
  const rows: readonly (readonly [string, string | number])[] = [
    ['members', plan.members.total],
    ['kills', report.kills],
    ['load', `${load.state}, ${load.done} of ${load.total}, ${seconds(report.loadMs)}`],
    ['as planned', seconds(plan.expectedMs)],
    ['imports', `${report.imports}, the least possible ${report.leastImports}`],
    ['members imported again', report.imported - plan.members.total],
    ['requests', [...report.requests].map(([operation, count]) => `${count} ${operation}`).join(', ')],
    ['429s', report.throttled],
    [
      'reconciliation',
      `${reconciliation.state}, ${reconciliation.done} of ${reconciliation.total}, ` +
        `${reconciliation.drift.length} drifts, ${seconds(report.reconcileMs)}`,
    ],
  ];
  const table = rows.map(([label, value]) => `${label.padEnd(24)}${value}`);
  return [...table, ...failures.map((sentence) => `FAILED ${sentence}`)].join('\n');
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;
