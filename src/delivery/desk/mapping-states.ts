import { inject, injectable } from 'inversify';
import { HOST, type MappingState, type Store } from '../../contract/index.js';
import type { Settings } from '../../settings/index.js';
import {
  type ConnectionEntity,
  ListMemberEntity,
  ListStateEntity,
  StateMarkEntity,
} from '../../store/index.js';

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
      manager.getRepository(ListStateEntity).findBy({ connectionId }),
      manager
        .getRepository(ListMemberEntity)
        .createQueryBuilder('m')
        .select(['m.listId AS "listId"', 'm.origin AS "origin"'])
        .addSelect('COUNT(*)', 'count')
        .where('m.connectionId = :connectionId', { connectionId })
        .groupBy('m.listId')
        .addGroupBy('m.origin')
        .getRawMany<{ listId: string; origin: string; count: string | number }>(),
      manager
        .getRepository(StateMarkEntity)
        .createQueryBuilder('s')
        .select('s.listId', 'listId')
        .addSelect('COUNT(*)', 'count')
        .where('s.connectionId = :connectionId', { connectionId })
        .andWhere("s.facet = 'list'")
        .groupBy('s.listId')
        .getRawMany<{ listId: string; count: string | number }>(),
    ]);
    const flows = state === 'active' && settings.capabilities.lists;
    return settings.audiences.map(({ audienceId, listId, mode }): MappingState => {
      const list = states.find((one) => one.listId === listId);
      const readAt = list?.readAt ?? null;
      const reason = list?.pausedReason ?? null;
      const count = (origin: string): number | null =>
        readAt === null
          ? null
          : Number(members.find((one) => one.listId === listId && one.origin === origin)?.count ?? 0);
      return {
        audienceId,
        targetId: listId,
        mode,
        state: !flows ? 'off' : reason !== null ? 'paused' : readAt === null ? 'new' : 'running',
        reason,
        ours: count('ours'),
        found: count('found'),
        waiting: Number(marks.find((one) => one.listId === listId)?.count ?? 0),
      };
    });
  }
}
