import type { SyncKind, SyncRun } from '../../../contract/index.js';
import { askHost } from '../ask-host.js';
import type { CliIo } from '../cli-io.js';
import { followRun } from './follow-run.js';
import { installationPath } from './installation-path.js';
import { syncBody } from './sync-body.js';
import type { SyncFlags } from './sync-flags.js';
import { tellEnd } from './tell-end.js';
import { tellRun } from './tell-run.js';

/** `load` and `reconcile`: starts a run, or takes up the one under way, and shows it until it ends; 1 unless it is done. */
export async function runCommand(kind: SyncKind, flags: SyncFlags, io: CliIo): Promise<number> {
  const { url, tenant } = flags;
  const path = `${await installationPath(flags, io)}/runs`;
  const started = (await askHost(io, { url, tenant, path, body: syncBody(kind, flags) })) as SyncRun;
  if (flags.detach) {
    io.out(tellRun(started));
    return 0;
  }
  const ended = await followRun(started, { url, tenant, path }, io);
  for (const line of tellEnd(ended)) io.out(line);
  return ended.state === 'done' ? 0 : 1;
}
