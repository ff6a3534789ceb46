import type { InstallationView } from '../../host/host.js';
import { askHost } from '../ask-host.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import type { RunsFlags } from './runs-flags.js';

/** What the command line is for. */
const TYPE = 'KLAVIYO';

/**
 * The address of the installation that a command is about: the one named, or the tenant's only one.
 *
 * @throws CliError where there is none, or which one cannot be told
 */
export async function installationPath(flags: RunsFlags, io: CliIo): Promise<string> {
  const { url, tenant, installation } = flags;
  if (installation !== undefined) return `/api/installations/${encodeURIComponent(installation)}`;
  const views = (await askHost(io, {
    url,
    tenant,
    path: '/api/installations',
  })) as readonly InstallationView[];
  const ids = views.filter(({ type }) => type === TYPE).map(({ id }) => id);
  const [only, ...others] = ids;
  if (only === undefined) throw new CliError(`Tenant ${tenant} has no installation of ${TYPE}.`);
  if (others.length > 0) throw new CliError(`Name one with --installation: ${ids.join(', ')}.`, 2);
  return `/api/installations/${only}`;
}
