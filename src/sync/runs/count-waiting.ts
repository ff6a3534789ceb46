import { type EntityManager, IsNull, Not } from 'typeorm';
import { EventOutboxEntity, ListStateEntity, StateMarkEntity } from '../../store/index.js';

/**
 * Backfill of a connection that waits: marks and events. Without what waits for a list that is gone: that may take until
 * somebody chooses another.
 *
 * @param dueBy epoch ms; what is put off for longer does not count; `Infinity` counts all
 */
export async function countWaiting(
  manager: EntityManager,
  connectionId: string,
  dueBy: number,
): Promise<number> {
  const gone = await manager
    .getRepository(ListStateEntity)
    .findBy({ connectionId, pausedReason: Not(IsNull()) });
  const counts = [StateMarkEntity, EventOutboxEntity].map((entity) => {
    const rows = manager
      .getRepository<StateMarkEntity | EventOutboxEntity>(entity)
      .createQueryBuilder('w')
      .where('w.connectionId = :connectionId AND w.priority = 1', { connectionId });
    if (dueBy < Infinity) rows.andWhere('w.notBefore <= :dueBy', { dueBy });
    if (entity === StateMarkEntity && gone.length > 0) {
      rows.andWhere('w.listId NOT IN (:...gone)', { gone: gone.map(({ listId }) => listId) });
    }
    return rows.getCount();
  });
  const [marks = 0, events = 0] = await Promise.all(counts);
  return marks + events;
}
