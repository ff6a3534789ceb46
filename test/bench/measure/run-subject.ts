import { fork } from 'node:child_process';

/**
 * Lets a fresh process do a task and measure itself. Resolves when it has told its result and is gone.
 *
 * @param script the address of its module
 * @param heapMb the most that its old objects may take; as much as the machine has where left out, and then garbage lies
 *   about for as long as there is room
 */
export function runSubject<T extends object>(script: URL, task: object, heapMb?: number): Promise<T> {
  const limit = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const child = fork(script, [JSON.stringify(task)], {
    execArgv: ['--expose-gc', ...limit],
    // glibc keeps an arena for each of the driver's threads otherwise, and its fragments count as memory in use.
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
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
