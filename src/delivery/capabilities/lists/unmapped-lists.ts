import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST } from '../../../contract/index.js';
import type { Settings } from '../../../settings/index.js';
import { insertRun, setClearFrom } from '../../../store/index.js';
import { refreshRun } from '../../marks/refresh-run.js';

/** What becomes of a list that is no longer mapped: whom we have added stays, or is taken off it, as the tenant chooses. */
@injectable()
export class UnmappedLists {
  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** In the transaction that saves the settings. @returns whether something is to be cleared */
  async settle(
    manager: EntityManager,
    connectionId: string,
    before: Pick<Settings, 'audiences'>,
    after: Pick<Settings, 'audiences' | 'unmapped'>,
  ): Promise<boolean> {
    const mapped = new Set(after.audiences.map(({ listId }) => listId));
    for (const listId of mapped) await setClearFrom(manager, connectionId, listId, null);
    if (after.unmapped !== 'clear') return false;
    const gone = new Set(
      before.audiences.map(({ listId }) => listId).filter((listId) => !mapped.has(listId)),
    );
    const now = this.clock.now();
    for (const listId of gone) {
      // One that was never read was never filled.
      if (!(await setClearFrom(manager, connectionId, listId, now))) continue;
      await insertRun(manager, {
        ...refreshRun(connectionId, [], now),
        phase: 'clearing',
        cursor: { listId },
      });
    }
    return gone.size > 0;
  }
}
