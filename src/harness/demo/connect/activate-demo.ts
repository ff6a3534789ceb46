import { DemoWalkError } from './demo-walk-error.js';
import type { Host } from '../../host/host.js';

/**
 * Save with Active, with every default.
 *
 * @throws DemoWalkError
 */
export async function activateDemo(host: Host, tenant: string, installation: string): Promise<void> {
  const { revision } = await host.configuration(tenant, installation);
  if (revision === 0) {
    const saved = await host.configure(tenant, installation, { settings: {}, expectedRevision: revision });
    if (saved.status === 'issues') throw refused('settings', saved.issues);
  }
  const switched = await host.setActive(tenant, installation, { active: true });
  if (switched.status === 'issues') throw refused('activation', switched.issues);
}

function refused(step: string, issues: readonly { code: string; message: string }[]): DemoWalkError {
  return new DemoWalkError(step, issues.map(({ code, message }) => `${code}: ${message}`).join(' '));
}
