import type { EntityManager } from 'typeorm';
import { EventOutboxEntity, StateMarkEntity } from '../../store/index.js';

/**
 * Backfill of a connection that waits: marks and events.
 * @param dueBy epoch ms; what is put off for longer does not count; `Infinity` counts all
 */
export async function countWaiting(
  manager: EntityManager,
  connectionId: string,
  dueBy: number,
): Promise<number> {
  const counts = [StateMarkEntity, EventOutboxEntity].map((entity) => {
    const rows = manager
      .getRepository<StateMarkEntity | EventOutboxEntity>(entity)
      .createQueryBuilder('w')
      .where('w.connectionId = :connectionId AND w.priority = 1', { connectionId });
    if (dueBy < Infinity) rows.andWhere('w.notBefore <= :dueBy', { dueBy });
    return rows.getCount();
  });
  const [marks = 0, events = 0] = await Promise.all(counts);
  return marks + events;
}
