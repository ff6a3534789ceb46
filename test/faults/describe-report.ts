import { failuresOf } from './failures-of.js';
import type { Report } from './report.js';

/** The summary of a run, for people. */
export function describeReport(report: Report): string {
  const { options, rest, accepted, receipts, host, letters, violations } = report;
  const { findings } = rest;
  const starts = host.startsMs.toSorted((one, other) => one - other);
  const failures = failuresOf(report);
  const rows: readonly (readonly [string, string | number])[] = [
    ['seed', `${options.seed}, switches ${options.switches} ${JSON.stringify(report.switches)}`],
    ['accepted', `${accepted.events} events, ${accepted.states} changes of ${accepted.members} members`],
    [
      'receipts',
      `${receipts.duplicates} duplicate, ${receipts.busy} busy, ${report.refusals.length} refused`,
    ],
    ['lost', findings.lost.length],
    ['doubled', findings.doubled.length],
    ['out of order', `${findings.disordered.length} members`],
    ['stale', `${findings.stale.length} members`],
    ['lists', `${findings.lists.length} places wrong`],
    [
      'strayed, strange, twins',
      `${findings.strayed.length}, ${findings.strange.length}, ${findings.twins.length}`,
    ],
    ['dead letters', `${joined(letters.codes)}; ${letters.unexplained.length} unexplained`],
    ['avoidable 429s', joined(report.avoidable429)],
    ['violations', `${violations.count} (checked by ${violations.contract})`],
    ['kills', `${host.kills}, and ${host.crashes.length} ends by itself`],
    ['starts', `median ${starts[Math.floor(starts.length / 2)] ?? 0} ms, slowest ${starts.at(-1) ?? 0} ms`],
    ['connections', `lost and made again ${report.reconnects} times`],
    ['failed commands', `${host.failures.length} ${host.failures[0] ?? ''}`],
    ['faults met', joined(new Map(Object.entries(report.faults)))],
    [
      'time',
      `fed in ${seconds(report.fedMs)}, right ${seconds(rest.ms)} after the last fault, ${seconds(report.totalMs)} in all`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    'requests',
    ...[...report.requests].map(([operation, statuses]) => `  ${operation}: ${byStatus(statuses)}`),
    ...rest.waiting.map((sentence) => `waits: ${sentence}`),
    ...failures.map((failure) => `FAILED ${failure}`),
  ].join('\n');
}

const joined = (counts: ReadonlyMap<string, number>): string =>
  counts.size === 0 ? 'none' : [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');

const byStatus = (statuses: ReadonlyMap<number, number>): string =>
  [...statuses]
    .toSorted(([one], [other]) => one - other)
    .map(([status, count]) => `${count} × ${status === 0 ? 'no answer' : status}`)
    .join(', ');

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
