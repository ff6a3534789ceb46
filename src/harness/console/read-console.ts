import type { Host, InstallationView } from '../host/host.js';
import type { ConsoleInstallation, ConsoleModel } from './console-model.js';

/** Attempts shown of each installation. */
const ATTEMPTS = 8;

/** Gathers what the page shows. An extension that does not answer leaves its own part empty, nothing else. */
export async function readConsole(
  host: Host,
  tenant: string,
  surroundings: Pick<ConsoleModel, 'klaviyoUrl' | 'now'>,
): Promise<ConsoleModel> {
  const views = await host.installations(tenant);
  return {
    tenant,
    ...surroundings,
    counts: await host.platform.counts(tenant),
    catalogue: host.catalogue(),
    refused: host.refused(),
    installations: await Promise.all(views.map((view) => readInstallation(host, tenant, view))),
  };
}

async function readInstallation(
  host: Host,
  tenant: string,
  view: InstallationView,
): Promise<ConsoleInstallation> {
  const entry = host.catalogue().find(({ type }) => type === view.type);
  const known = { view, name: entry?.name ?? view.type, oauth: entry?.oauth ?? false };
  try {
    const { extension, call } = await host.inspect(tenant, view.id);
    const overview = (await extension.overview?.(call)) ?? null;
    const activity = await extension.activity?.(call, { limit: ATTEMPTS });
    return { ...known, overview, attempts: activity?.items ?? [] };
  } catch {
    return { ...known, overview: null, attempts: [] };
  }
}
