import type { Page, SyncAction, SyncRun } from '../../../contract/index.js';
import { askHost } from '../ask-host.js';
import type { CliIo } from '../cli-io.js';
import { formatTable } from '../status/format-table.js';
import { installationPath } from './installation-path.js';
import type { RunsFlags } from './runs-flags.js';
import { tellRun } from './tell-run.js';

const HEADS = ['KIND', 'STATE', 'PHASE', 'DONE', 'FAILED', 'TOTAL', 'DRIFT', 'STARTED', 'ID'];

/** What `runs` does to one of them. */
export interface RunAction {
  readonly action: SyncAction;
  readonly run: string;
}

/** `runs`: the runs, newest first; or one of them paused, resumed or cancelled. */
export async function runsCommand(act: RunAction | null, flags: RunsFlags, io: CliIo): Promise<number> {
  const { url, tenant } = flags;
  const path = `${await installationPath(flags, io)}/runs`;
  if (act) {
    const at = `${path}/${encodeURIComponent(act.run)}/${act.action}`;
    io.out(tellRun((await askHost(io, { url, tenant, path: at, body: {} })) as SyncRun));
    return 0;
  }
  const { items } = (await askHost(io, { url, tenant, path: `${path}?limit=20` })) as Page<SyncRun>;
  if (items.length === 0) io.out('There was no run yet.');
  else for (const line of formatTable([HEADS, ...items.map(rowOf)])) io.out(line);
  return 0;
}

function rowOf(run: SyncRun): readonly string[] {
  const { kind, state, phase, done, failed, total, drift, startedAt, id } = run;
  const different = drift.reduce((sum, { count }) => sum + count, 0);
  const numbers = [done, failed, total].map(String);
  const drifted = kind === 'reconcile' ? String(different) : '-';
  return [kind, state, phase, ...numbers, drifted, new Date(startedAt).toISOString(), id];
}
