import type { EntityManager } from 'typeorm';
import { MovingIdentifierEntity, type MovingIdentifierRow } from './moving-identifier.entity.js';
import { columnsBut, insertRows, rowsById } from './table-columns.js';

/** Identifiers that members have left, or want. */
export async function readMovingOf(
  manager: EntityManager,
  connectionId: string,
  role: MovingIdentifierRow['role'],
  memberIds: readonly string[],
): Promise<MovingIdentifierRow[]> {
  const columns = columnsBut(manager, MovingIdentifierEntity, 'connectionId');
  const lookup = { where: 'role = $3 AND member_id = v.id' };
  const rows = await rowsById(manager, columns, lookup, connectionId, memberIds, role);
  return rows.map((row) => columns.read(row));
}

/** Who wants identifiers. */
export async function readWanting(
  manager: EntityManager,
  connectionId: string,
  hashes: readonly string[],
): Promise<MovingIdentifierRow[]> {
  const columns = columnsBut(manager, MovingIdentifierEntity, 'connectionId');
  const lookup = { where: `role = 'wanted' AND hash = v.id` };
  const rows = await rowsById(manager, columns, lookup, connectionId, hashes);
  return rows.map((row) => columns.read(row));
}

/** Records identifiers that change hands; what stands there already stays. */
export async function insertMoving(
  manager: EntityManager,
  connectionId: string,
  identifiers: readonly MovingIdentifierRow[],
): Promise<void> {
  const columns = columnsBut(manager, MovingIdentifierEntity, 'connectionId');
  await insertRows(manager, MovingIdentifierEntity, columns, identifiers, { connectionId }, 'keep');
}

/** Forgets identifiers that have changed hands, or are wanted no longer. */
export async function deleteMoving(
  manager: EntityManager,
  connectionId: string,
  identifiers: readonly MovingIdentifierRow[],
): Promise<void> {
  for (const { hash, role, memberId } of identifiers) {
    await manager.getRepository(MovingIdentifierEntity).delete({ connectionId, hash, role, memberId });
  }
}
