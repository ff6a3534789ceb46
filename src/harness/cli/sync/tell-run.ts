import type { SyncRun } from '../../../contract/index.js';
import { duration } from './duration.js';

/** Characters of the bar. */
const WIDTH = 20;

/** A run in one line: `load members [##########..........] 50 % 500/1000, 75/s, 7 s left`. */
export function tellRun(run: SyncRun): string {
  const { kind, phase, total, done, failed, rate, remainingMs } = run;
  const skipped = Object.values(run.skipped).reduce((sum, count) => sum + count, 0);
  const gone = done + failed + skipped;
  const share = total > 0 ? Math.min(1, gone / total) : 0;
  const filled = Math.floor(share * WIDTH);
  const bar = '#'.repeat(filled) + '.'.repeat(WIDTH - filled);
  return [
    `${kind} ${run.state === 'running' ? phase : run.state} [${bar}] ${Math.floor(share * 100)} % ${gone}/${total}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(rate === null ? [] : [`${Math.round(rate)}/s`]),
    ...(remainingMs === null ? [] : [`${duration(remainingMs)} left`]),
  ].join(', ');
}
