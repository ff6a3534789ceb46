import type { SyncPlan } from '../../../contract/index.js';
import { askHost } from '../ask-host.js';
import type { CliIo } from '../cli-io.js';
import { installationPath } from './installation-path.js';
import { syncBody } from './sync-body.js';
import type { SyncFlags } from './sync-flags.js';
import { tellPlan } from './tell-plan.js';

/** `plan`: what a load would do and cost; nothing is sent. */
export async function planCommand(flags: SyncFlags, io: CliIo): Promise<number> {
  const { url, tenant } = flags;
  const path = `${await installationPath(flags, io)}/plan`;
  const plan = (await askHost(io, { url, tenant, path, body: syncBody('load', flags) })) as SyncPlan;
  for (const line of tellPlan(plan)) io.out(line);
  return 0;
}
