import type { EntityManager } from 'typeorm';
import { AudienceToldEntity } from './audience-told.entity.js';
import type { Row } from './row.js';
import { columnsBut, insertRows, rowsById } from './table-columns.js';

/** What was told of a member and an audience. */
export type ToldRow = Omit<Row<AudienceToldEntity>, 'connectionId'>;

/** Records what changes have told; the newer takes the place of the older. No member and audience twice in one call. */
export async function putTold(
  manager: EntityManager,
  connectionId: string,
  told: readonly ToldRow[],
): Promise<void> {
  const columns = columnsBut(manager, AudienceToldEntity, 'connectionId');
  await insertRows(manager, AudienceToldEntity, columns, told, { connectionId }, 'replace');
}

/** What was told of members. */
export async function readTold(
  manager: EntityManager,
  connectionId: string,
  memberIds: readonly string[],
): Promise<ToldRow[]> {
  const columns = columnsBut(manager, AudienceToldEntity, 'connectionId');
  const rows = await rowsById(manager, columns, { where: 'member_id = v.id' }, connectionId, memberIds);
  return rows.map((row) => columns.read(row));
}
