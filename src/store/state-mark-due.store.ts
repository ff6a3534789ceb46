import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import type { Row } from './row.js';
import { StateMarkEntity } from './state-mark.entity.js';
import { ask } from './statement.js';
import { columnsOf, type RawRow } from './table-columns.js';

const HEAD = [
  'facet',
  'memberId',
  'listId',
  'attempts',
  'notBefore',
] as const satisfies readonly (keyof StateMarkEntity)[];

/** What is kept in memory of a mark that is due. */
export type MarkHeadRow = Pick<Row<StateMarkEntity>, (typeof HEAD)[number]>;

/**
 * Marks that are due, in the order in which they became due, then by member.
 * @param after where the page begins: the member with which the one before has ended comes again, whole
 */
export async function readMarkHeads(
  manager: EntityManager,
  connectionId: string,
  priority: number,
  now: number,
  after: { readonly notBefore: number; readonly memberId: string },
  limit: number,
): Promise<MarkHeadRow[]> {
  const columns = columnsOf(manager, StateMarkEntity, HEAD);
  const rows = await ask<RawRow>(
    manager,
    `SELECT ${columns.names} FROM klaviyo_state_mark
      WHERE connection_id = $1 AND priority = $2 AND not_before <= $3
        AND (not_before > $4 OR (not_before = $4 AND member_id >= $5))
      ORDER BY not_before, member_id LIMIT $6`,
    connectionId,
    priority,
    now,
    after.notBefore,
    after.memberId,
    limit,
  );
  return rows.map((row) => columns.read(row));
}

/** When the next mark of a priority is due (epoch ms), not before `after`; null where none stands. */
export async function nextMarkDue(
  manager: EntityManager,
  connectionId: string,
  priority: number,
  after: number,
): Promise<number | null> {
  const [row] = await ask<{ at: string | number | null }>(
    manager,
    `SELECT MIN(not_before) AS at FROM klaviyo_state_mark
      WHERE connection_id = $1 AND priority = $2 AND not_before >= $3`,
    connectionId,
    priority,
    after,
  );
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}

/** Puts off all marks of lists that are due by now. */
export async function putOffMarksOfLists(
  manager: EntityManager,
  connectionId: string,
  listIds: readonly string[],
  now: number,
  until: number,
): Promise<void> {
  await manager
    .getRepository(StateMarkEntity)
    .update(
      { connectionId, facet: 'list', listId: In([...listIds]), notBefore: LessThanOrEqual(now) },
      { notBefore: until },
    );
}
