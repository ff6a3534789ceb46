import type { EntityManager } from 'typeorm';
import { AttemptContentEntity } from './attempt-content.entity.js';
import { AttemptMemberEntity } from './attempt-member.entity.js';
import { AttemptEntity } from './attempt.entity.js';
import type { Row } from './row.js';
import { ask } from './statement.js';
import { columnsOf, insertRows } from './table-columns.js';

/** A request as plain data. */
export type AttemptRow = Row<AttemptEntity>;

/**
 * Records a request, with the rows that stand beside it.
 *
 * @param content what it said and what was answered, as JSON; null where that is not kept
 * @param memberIds whom it was about
 */
export async function insertAttempt(
  manager: EntityManager,
  attempt: AttemptRow,
  content: string | null,
  memberIds: readonly string[],
): Promise<void> {
  const { id: attemptId, connectionId, at } = attempt;
  await manager.getRepository(AttemptEntity).insert(attempt);
  if (content !== null) {
    await manager.getRepository(AttemptContentEntity).insert({ attemptId, connectionId, at, content });
  }
  const columns = columnsOf(manager, AttemptMemberEntity, ['memberId']);
  const rows = memberIds.map((memberId) => ({ memberId }));
  await insertRows(manager, AttemptMemberEntity, columns, rows, { attemptId, connectionId, at }, 'keep');
}

/** A request; null where it is not known. */
export function readAttempt(
  manager: EntityManager,
  connectionId: string,
  id: string,
): Promise<AttemptRow | null> {
  return manager.getRepository(AttemptEntity).findOneBy({ id, connectionId });
}

/** What a request said and what was answered, as JSON; null where that was not kept. */
export async function readAttemptContent(
  manager: EntityManager,
  connectionId: string,
  attemptId: string,
): Promise<string | null> {
  const row = await manager.getRepository(AttemptContentEntity).findOneBy({ attemptId, connectionId });
  return row?.content ?? null;
}

/** Which requests of a connection: all that every given one holds for. */
export interface AttemptSelection {
  readonly operation?: string | undefined;
  readonly result?: string | undefined;
  readonly memberId?: string | undefined;
  /** Epoch ms, both included. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

/** Reads requests, the newest first. @param before the last of the page before */
export function readAttempts(
  manager: EntityManager,
  connectionId: string,
  { operation, result, memberId, from, until }: AttemptSelection,
  before: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<AttemptRow[]> {
  const query = manager
    .getRepository(AttemptEntity)
    .createQueryBuilder('a')
    .where('a.connectionId = :connectionId', { connectionId })
    .orderBy('a.at', 'DESC')
    .addOrderBy('a.id', 'DESC')
    .limit(limit);
  if (operation !== undefined) query.andWhere('a.operation = :operation', { operation });
  if (result !== undefined) query.andWhere('a.result = :result', { result });
  if (from !== undefined) query.andWhere('a.at >= :from', { from });
  if (until !== undefined) query.andWhere('a.at <= :until', { until });
  if (before)
    query.andWhere('(a.at < :before OR (a.at = :before AND a.id < :id))', {
      before: before.at,
      id: before.id,
    });
  if (memberId !== undefined) {
    query.innerJoin(
      AttemptMemberEntity,
      'm',
      'm.connectionId = a.connectionId AND m.attemptId = a.id AND m.memberId = :memberId',
      { memberId },
    );
  }
  return query.getMany();
}

/** The values that the requests of a connection have in a column, in order. */
export async function readAttemptValues(
  manager: EntityManager,
  connectionId: string,
  column: 'operation' | 'result',
): Promise<string[]> {
  const rows = await ask<{ value: string }>(
    manager,
    `SELECT ${column} AS value FROM klaviyo_attempt WHERE connection_id = $1 GROUP BY ${column} ORDER BY ${column}`,
    connectionId,
  );
  return rows.map(({ value }) => value);
}
