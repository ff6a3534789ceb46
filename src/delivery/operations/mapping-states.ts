import { inject, injectable } from 'inversify';
import { HOST, type MappingState, type Store } from '../../contract/index.js';
import type { Settings } from '../../settings/index.js';
import { type ConnectionEntity, countByOrigin, countMarksByList, readListStates } from '../../store/index.js';

/** How each audience stands on the list it is mapped to. */
@injectable()
export class MappingStates {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  async of(
    { id: connectionId, state }: Pick<ConnectionEntity, 'id' | 'state'>,
    settings: Settings,
  ): Promise<readonly MappingState[]> {
    if (settings.audiences.length === 0) return [];
    const manager = this.store.read();
    const [states, members, marks] = await Promise.all([
      readListStates(manager, connectionId),
      countByOrigin(manager, connectionId),
      countMarksByList(manager, connectionId),
    ]);
    const flows = state === 'active' && settings.capabilities.lists;
    return settings.audiences.map(({ audienceId, listId, mode }): MappingState => {
      const list = states.find((one) => one.listId === listId);
      const readAt = list?.readAt ?? null;
      const reason = list?.pausedReason ?? null;
      const count = (origin: string): number | null =>
        readAt === null
          ? null
          : (members.find((one) => one.listId === listId && one.origin === origin)?.count ?? 0);
      return {
        audienceId,
        targetId: listId,
        mode,
        state: !flows ? 'off' : reason !== null ? 'paused' : readAt === null ? 'new' : 'running',
        reason,
        ours: count('ours'),
        found: count('found'),
        waiting: marks.get(listId) ?? 0,
      };
    });
  }
}
