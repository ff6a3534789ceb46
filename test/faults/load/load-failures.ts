import type { LoadReport } from './load-report.js';

/** So much more than the least may be sent. */
const MOST_OVER = 1.1;

/** What must not be, a sentence each. */
export function loadFailures(report: LoadReport): readonly string[] {
  const { plan, load, reconciliation, kills } = report;
  const failures = [...report.findings, ...report.crashes.map((exit) => `The host ended: ${exit}.`)];
  const must = (holds: boolean, sentence: string): void => {
    if (!holds) failures.push(sentence);
  };
  must(load.state === 'done', `The load is ${load.state}.`);
  must(load.done === load.total, `The load says ${load.done} of ${load.total}.`);
  must(load.failed === 0, `The load says that ${load.failed} failed.`);
  must(reconciliation.state === 'done', `The reconciliation is ${reconciliation.state}.`);
  must(
    reconciliation.drift.length === 0,
    `The reconciliation found drift: ${JSON.stringify(reconciliation.drift)}`,
  );
  must(
    reconciliation.done === reconciliation.total,
    `The reconciliation compared ${reconciliation.done} of ${reconciliation.total}.`,
  );
  must(
    plan.members.create === plan.members.total,
    `The plan creates ${plan.members.create} of ${plan.members.total}.`,
  );
  const again = report.imported - plan.members.total;
  must(
    again <= kills * report.largestImport,
    `${again} members were imported again, ${kills} kills explain no more than a batch each.`,
  );
  const most = Math.ceil(report.leastImports * MOST_OVER) + kills;
  must(report.imports <= most, `${report.imports} imports were sent, ${report.leastImports} are needed.`);
  must(report.throttled === 0, `${report.throttled} requests met a limit.`);
  must(report.violations.length === 0, `Klaviyo's contract was broken: ${JSON.stringify(report.violations)}`);
  return failures;
}
