import type { Host } from '../../../src/harness/host/host.js';
import { connectAccount } from './connect-account.js';
import type { HostArguments } from './host-arguments.js';

const TYPE = 'KLAVIYO';

/**
 * The installation of the run: made, connected and switched on by the first start, found again by every later one.
 *
 * @returns its id
 * @throws Error where a step is refused
 */
export async function provideInstallation(host: Host, options: HostArguments): Promise<string> {
  const { tenant, klaviyo, account, mappings } = options;
  const known = (await host.installations(tenant)).find(({ type }) => type === TYPE);
  if (known) return known.id;
  const names = [...new Set(mappings.map(({ audienceId }) => audienceId))];
  await host.platform.putAudiences(
    tenant,
    names.map((id) => ({ id, name: `Audience ${id}`, isActive: true })),
  );
  const { id } = await host.createInstallation(tenant, TYPE);
  await connectAccount(host, { tenant, installation: id, klaviyo, account });
  const saved = await host.configure(tenant, id, {
    settings: { audiences: mappings.map((mapping) => ({ ...mapping })) },
    expectedRevision: 0,
  });
  if (saved.status === 'issues') throw new Error(`not configured: ${JSON.stringify(saved.issues)}`);
  const switched = await host.setActive(tenant, id, { active: true });
  if (switched.status !== 'configured') throw new Error(`not active: ${JSON.stringify(switched)}`);
  return id;
}
