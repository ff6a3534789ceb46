import type { Page, SyncRun } from '../../../contract/index.js';
import { askHost, type HostQuestion } from '../ask-host.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { tellRun } from './tell-run.js';

/** How often the host is asked. */
const LOOK_MS = 1000;

/** Where lines cannot be rewritten, so many looks make one line; a new phase makes one at once. */
const LOOKS_A_LINE = 10;

/** Shows a run until it no longer runs, and answers it as it stands then. */
export async function followRun(started: SyncRun, runs: HostQuestion, io: CliIo): Promise<SyncRun> {
  let run = started;
  let told = '';
  for (let look = 0; run.state === 'running'; look += 1) {
    if (io.rewrite) io.rewrite(tellRun(run));
    else if (look % LOOKS_A_LINE === 0 || run.phase !== told) io.out(tellRun(run));
    told = run.phase;
    await io.sleep(LOOK_MS);
    run = await seen(run.id);
  }
  // What is told of its end takes the place of its progress.
  io.rewrite?.('');
  return run;

  async function seen(id: string): Promise<SyncRun> {
    const page = (await askHost(io, { ...runs, path: `${runs.path}?limit=100` })) as Page<SyncRun>;
    const found = page.items.find((candidate) => candidate.id === id);
    if (found) return found;
    throw new CliError(`The host no longer knows the run ${id}.`);
  }
}
