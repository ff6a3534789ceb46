import { inject, injectable } from 'inversify';
import { type Call, Fault, HOST, type Logger, type SyncRequest } from './contract/index.js';
import { SettingsInForce } from './delivery/index.js';
import type { Settings } from './settings/index.js';
import type { ConnectionEntity } from './store/index.js';
import { SyncOperations } from './sync/index.js';

/** Where the settings say so, what was there before comes over by itself: at the first Save with Active, and for each new mapping. */
@injectable()
export class FirstLoad {
  constructor(
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(SyncOperations) private readonly sync: SyncOperations,
  ) {}

  /** @param before the connection as it was before the settings were saved */
  async after(call: Call, before: ConnectionEntity, settings: Settings): Promise<void> {
    const request = settings.load === 'auto' ? this.request(before, settings) : null;
    if (!request) return;
    try {
      await this.sync.start(call, request);
    } catch (error) {
      // Saved it is: a run that is under way is no reason to refuse the settings.
      const code = Fault.is(error) ? error.code : 'unexpected';
      this.logger.warn({ connection: before.id, code }, 'the load did not begin by itself');
    }
  }

  private request(before: ConnectionEntity, settings: Settings): SyncRequest | null {
    if (before.liveFrom === null) return { kind: 'load' };
    const mapped = new Set(
      this.settings.of(before).audiences.map(({ audienceId, listId }) => `${audienceId}\n${listId}`),
    );
    const added = settings.audiences.filter(
      ({ audienceId, listId }) => !mapped.has(`${audienceId}\n${listId}`),
    );
    if (added.length === 0) return null;
    const audiences = [...new Set(added.map(({ audienceId }) => audienceId))];
    return { kind: 'load', members: false, audiences };
  }
}
