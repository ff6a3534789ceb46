import type { EntityManager } from 'typeorm';
import { EventOutboxEntity, type RunRow, StateMarkEntity, SyncRunEntity } from '../../store/index.js';

/** How far a load is, all of one moment. */
export interface RunProgress {
  readonly seen: number;
  readonly skipped: RunRow['skipped'];
  /** Items that were gone through and have not arrived: members with marks, and events. */
  readonly waiting: number;
}

/** Asked in one statement: what a run has gone through and what of it waits move against each other. */
export async function runProgress(manager: EntityManager, { id }: Pick<RunRow, 'id'>): Promise<RunProgress> {
  const row = await manager
    .getRepository(SyncRunEntity)
    .createQueryBuilder('r')
    .select('r.seen', 'seen')
    .addSelect('r.skipped', 'skipped')
    .addSelect(
      (members) =>
        members
          .select('COUNT(DISTINCT m.memberId)')
          .from(StateMarkEntity, 'm')
          .where('m.connectionId = r.connectionId AND m.priority = 1'),
      'members',
    )
    .addSelect(
      (events) =>
        events
          .select('COUNT(*)')
          .from(EventOutboxEntity, 'o')
          .where('o.connectionId = r.connectionId AND o.priority = 1'),
      'events',
    )
    .where('r.id = :id', { id })
    .getRawOne<Record<'seen' | 'members' | 'events', number | string> & { readonly skipped: string }>();
  if (!row) throw new Error(`The run ${id} is gone.`);
  return {
    seen: Number(row.seen),
    skipped: JSON.parse(row.skipped) as RunRow['skipped'],
    waiting: Number(row.members) + Number(row.events),
  };
}
