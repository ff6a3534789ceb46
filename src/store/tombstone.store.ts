import type { EntityManager } from 'typeorm';
import { ask } from './statement.js';
import { columnsBut, columnsOf, insertRows, type RawRow, rowsById } from './table-columns.js';
import { TombstoneEntity, type TombstoneRow } from './tombstone.entity.js';

/** A member whose account was closed, as it was told. */
export type NewTombstone = Pick<TombstoneEntity, 'connectionId' | 'reference' | 'closedAt' | 'notBefore'>;

const rowColumns = (manager: EntityManager) => columnsBut(manager, TombstoneEntity, 'connectionId');

/** Writes tombstones; one that stands already stays as it is. */
export async function putTombstones(
  manager: EntityManager,
  tombstones: readonly NewTombstone[],
): Promise<void> {
  const columns = columnsOf(manager, TombstoneEntity, ['connectionId', 'reference', 'closedAt', 'notBefore']);
  const unique = new Map(tombstones.map((one) => [`${one.connectionId}\n${one.reference}`, one] as const));
  await insertRows(manager, TombstoneEntity, columns, [...unique.values()], {}, 'keep');
}

/** Reads the tombstones that stand under references: member ids, account numbers, authentication identifiers. */
export async function readTombstones(
  manager: EntityManager,
  connectionId: string,
  references: readonly string[],
): Promise<TombstoneRow[]> {
  const columns = rowColumns(manager);
  const rows = await rowsById(manager, columns, { where: 'reference = v.id' }, connectionId, references);
  return rows.map((row) => columns.read(row));
}

/** The member whom an event named is known: the tombstone stands under its id, and the name that it had is gone. */
export async function resolveTombstone(
  manager: EntityManager,
  connectionId: string,
  { reference, closedAt, notBefore }: Pick<TombstoneRow, 'reference' | 'closedAt' | 'notBefore'>,
  memberId: string,
): Promise<void> {
  const repository = manager.getRepository(TombstoneEntity);
  await putTombstones(manager, [{ connectionId, reference: memberId, closedAt, notBefore }]);
  await repository.update({ connectionId, reference: memberId }, { resolved: 1 });
  if (reference !== memberId) await repository.delete({ connectionId, reference, resolved: 0 });
}

/** What changes of a tombstone. */
export async function updateTombstone(
  manager: EntityManager,
  connectionId: string,
  reference: string,
  change: Partial<TombstoneRow>,
): Promise<void> {
  await manager.getRepository(TombstoneEntity).update({ connectionId, reference }, change);
}

/** Members of closed accounts of whom something is to be done in Klaviyo by now, the longest due first. */
export async function readDueTombstones(
  manager: EntityManager,
  connectionId: string,
  now: number,
  limit: number,
): Promise<TombstoneRow[]> {
  const columns = rowColumns(manager);
  const rows = await ask<RawRow>(
    manager,
    `SELECT ${columns.names} FROM klaviyo_tombstone
      WHERE connection_id = $1 AND done_at IS NULL AND resolved = 1 AND not_before <= $2
      ORDER BY not_before, reference LIMIT $3`,
    connectionId,
    now,
    limit,
  );
  return rows.map((row) => columns.read(row));
}

/** When something is to be done next of a closed account (epoch ms); null where nothing is. */
export async function nextTombstoneDue(manager: EntityManager, connectionId: string): Promise<number | null> {
  const [row] = await ask<{ at: string | number | null }>(
    manager,
    `SELECT MIN(not_before) AS at FROM klaviyo_tombstone
      WHERE connection_id = $1 AND done_at IS NULL AND resolved = 1`,
    connectionId,
  );
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}

/** Closed accounts in the order of their references. @param after the last of the page before, `''` for the first */
export async function pageTombstones(
  manager: EntityManager,
  connectionId: string,
  after: string,
  limit: number,
): Promise<TombstoneRow[]> {
  const columns = rowColumns(manager);
  const rows = await ask<RawRow>(
    manager,
    `SELECT ${columns.names} FROM klaviyo_tombstone
      WHERE connection_id = $1 AND resolved = 1 AND reference > $2 ORDER BY reference LIMIT $3`,
    connectionId,
    after,
    limit,
  );
  return rows.map((row) => columns.read(row));
}
