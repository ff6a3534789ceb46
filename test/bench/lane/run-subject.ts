import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LaneResult } from './lane-result.js';
import type { LaneTask } from './lane-task.js';

const SUBJECT = fileURLToPath(new URL('./lane-subject.js', import.meta.url));

/** Lets a fresh process empty the lane. Resolves when it has told its result and is gone. */
export function runSubject(task: LaneTask): Promise<LaneResult> {
  const child = fork(SUBJECT, [JSON.stringify(task)], { execArgv: ['--expose-gc'] });
  const endWithUs = () => void child.kill();
  process.once('exit', endWithUs);
  return new Promise((resolve, reject) => {
    let result: LaneResult | null = null;
    child.once('message', (message) => (result = message as LaneResult));
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', endWithUs);
      if (result !== null) resolve(result);
      else reject(new Error(`The process under measurement ended with ${String(code)} and told nothing.`));
    });
  });
}
