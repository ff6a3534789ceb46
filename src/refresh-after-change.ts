import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST } from './contract/index.js';
import { refreshRun, resendRun } from './delivery/index.js';
import type { Settings } from './settings/index.js';
import { insertRun } from './store/index.js';

/**
 * Where something else is wanted, or changes may have been missed, whatever was sent before is looked at once more, page by
 * page: what does not differ costs no request, and nobody is sent whom nobody has loaded.
 */
@injectable()
export class RefreshAfterChange {
  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** Profiles and points of those who were sent. */
  async refreshStates(manager: EntityManager, connectionId: string): Promise<void> {
    await insertRun(manager, resendRun(connectionId, this.clock.now()));
  }

  /** The same, and who is on the lists: audiences have changed unheard. */
  async refreshAll(manager: EntityManager, connectionId: string, settings: Settings): Promise<void> {
    await this.refreshStates(manager, connectionId);
    if (!settings.capabilities.lists) return;
    for (const audienceId of new Set(settings.audiences.map((one) => one.audienceId))) {
      await insertRun(manager, refreshRun(connectionId, [audienceId], this.clock.now()));
    }
  }
}
