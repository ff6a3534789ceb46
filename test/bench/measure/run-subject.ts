import { fork } from 'node:child_process';

/**
 * Lets a fresh process do a task and measure itself. Resolves when it has told its result and is gone.
 *
 * @param script the address of its module
 */
export function runSubject<T extends object>(script: URL, task: object): Promise<T> {
  const child = fork(script, [JSON.stringify(task)], { execArgv: ['--expose-gc'] });
  const endWithUs = () => void child.kill();
  process.once('exit', endWithUs);
  return new Promise((resolve, reject) => {
    let result: T | null = null;
    child.once('message', (message) => (result = message as T));
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', endWithUs);
      if (result !== null) resolve(result);
      else reject(new Error(`The process under measurement ended with ${String(code)} and told nothing.`));
    });
  });
}
