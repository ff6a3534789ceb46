import type { Host } from '../../host/host.js';
import type { DemoLedger } from '../demo-ledger.js';

/** What is loaded, and into which installations. */
export interface DemoLoad {
  readonly host: Host;
  readonly tenant: string;
  /** Members in the tenant. */
  readonly members: number;
  readonly installations: readonly string[];
  readonly ledger: DemoLedger;
  /** Told of each run that was started. */
  readonly started: (run: { readonly type: string; readonly total: number }) => void;
}

/**
 * Brings a large tenant over by the initial load of each extension that offers one, and does not wait for it: this is
 * the one place where the demo starts runs. Once for each size of the tenant; a run that a restart finds goes on by
 * itself.
 */
export async function loadMembers(load: DemoLoad): Promise<void> {
  const { host, tenant, members, installations, ledger, started } = load;
  if (ledger.read('loaded', tenant) >= members) return;
  for (const id of installations) {
    const { extension, call } = await host.inspect(tenant, id);
    if (!extension.startSync) continue;
    const { total } = await extension.startSync(call, { kind: 'load' });
    started({ type: (await host.installation(tenant, id)).type, total });
  }
  ledger.write('loaded', tenant, members);
}
