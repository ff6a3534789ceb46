import type { EntityManager } from 'typeorm';
import { DeliveredEntity } from './delivered.entity.js';
import { columnsOf, insertRows } from './table-columns.js';

/** Writes delivered ids into the ledger; one that stands there already stays. */
export async function recordDelivered(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
  at: number,
): Promise<void> {
  const columns = columnsOf(manager, DeliveredEntity, ['eventId']);
  const rows = eventIds.map((eventId) => ({ eventId }));
  await insertRows(manager, DeliveredEntity, columns, rows, { connectionId, at }, 'keep');
}

/** How many delivered ids the ledger holds of a connection. */
export function countDelivered(manager: EntityManager, connectionId: string): Promise<number> {
  return manager.getRepository(DeliveredEntity).countBy({ connectionId });
}
