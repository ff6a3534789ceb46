import type { Installations } from '../../../contract/index.js';
import type { Reason, StoredInstallations } from './stored-installations.js';

/** What one extension may do to the installations of its own type. */
export class OwnInstallations implements Installations {
  constructor(
    private readonly installations: StoredInstallations,
    private readonly type: string,
  ) {}

  /** @throws Fault `installation_not_found` for another extension's as well */
  async deactivate(tenant: string, installation: string, reason: Reason): Promise<void> {
    const { id } = await this.installations.get(tenant, installation, this.type);
    await this.installations.setActive(id, false, reason);
  }
}
