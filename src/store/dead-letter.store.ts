import { type EntityManager, In, MoreThanOrEqual, type SelectQueryBuilder } from 'typeorm';
import { DeadLetterEntity } from './dead-letter.entity.js';
import { addPulses } from './pulse.store.js';
import type { Row } from './row.js';
import { ask } from './statement.js';
import { columnsBut, insertRows } from './table-columns.js';

/** A dead letter as plain data. */
export type Letter = Row<DeadLetterEntity>;

/** Buries work: what failed again replaces its older letter. Each is counted in its minute. */
export async function putDeadLetters(manager: EntityManager, letters: readonly Letter[]): Promise<void> {
  // All letters of one call are of one connection and one moment.
  const [first] = letters;
  if (!first) return;
  const { connectionId, at } = first;
  await insertRows(
    manager,
    DeadLetterEntity,
    columnsBut(manager, DeadLetterEntity, 'connectionId'),
    // One statement must not touch a row twice: PostgreSQL refuses it.
    [...new Map(letters.map((letter) => [`${letter.kind}\n${letter.reference}`, letter])).values()],
    { connectionId },
    'replace',
  );
  await addPulses(manager, connectionId, [{ kind: 'failed', bucket: 0, count: letters.length }], at);
}

/** Which letters of a connection: all that every given one holds for. */
export interface LetterSelection {
  /** `<kind>:<reference>` */
  readonly ids?: readonly string[] | undefined;
  readonly cause?: string | undefined;
  readonly code?: string | undefined;
  /** Epoch ms, both included. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

function selected(
  manager: EntityManager,
  connectionId: string,
  { ids, cause, code, from, until }: LetterSelection,
): SelectQueryBuilder<DeadLetterEntity> {
  const query = manager
    .getRepository(DeadLetterEntity)
    .createQueryBuilder('d')
    .where('d.connectionId = :connectionId', { connectionId });
  if (ids) query.andWhere("(d.kind || ':' || d.reference) IN (:...ids)", { ids: ['', ...ids] });
  if (cause !== undefined) query.andWhere('d.cause = :cause', { cause });
  if (code !== undefined) query.andWhere('d.code = :code', { code });
  if (from !== undefined) query.andWhere('d.at >= :from', { from });
  if (until !== undefined) query.andWhere('d.at <= :until', { until });
  return query;
}

/** Reads letters, the newest first. @param before the last of the page before */
export function readLetters(
  manager: EntityManager,
  connectionId: string,
  selection: LetterSelection,
  before: { readonly at: number; readonly kind: string; readonly reference: string } | null,
  limit: number,
): Promise<Letter[]> {
  const rows = selected(manager, connectionId, selection)
    .orderBy('d.at', 'DESC')
    .addOrderBy('d.kind', 'DESC')
    .addOrderBy('d.reference', 'DESC')
    .limit(limit);
  if (before) {
    rows.andWhere(
      '(d.at < :at OR (d.at = :at AND (d.kind < :kind OR (d.kind = :kind AND d.reference < :reference))))',
      { ...before },
    );
  }
  return rows.getMany();
}

/** Takes letters out, the oldest first. @returns the letters that are gone */
export async function takeLetters(
  manager: EntityManager,
  connectionId: string,
  selection: LetterSelection,
  limit: number,
): Promise<Letter[]> {
  const letters = await selected(manager, connectionId, selection)
    .orderBy('d.at', 'ASC')
    .addOrderBy('d.reference', 'ASC')
    .limit(limit)
    .getMany();
  for (const kind of ['event', 'state'] as const) {
    const references = letters.filter((letter) => letter.kind === kind).map(({ reference }) => reference);
    if (references.length === 0) continue;
    await manager.getRepository(DeadLetterEntity).delete({ connectionId, kind, reference: In(references) });
  }
  return letters;
}

/** How many letters there are. */
export function countLetters(
  manager: EntityManager,
  connectionId: string,
  selection: LetterSelection = {},
): Promise<number> {
  return selected(manager, connectionId, selection).getCount();
}

/** How many letters were written since (epoch ms). */
export function countLettersSince(
  manager: EntityManager,
  connectionId: string,
  since: number,
): Promise<number> {
  return manager.getRepository(DeadLetterEntity).countBy({ connectionId, at: MoreThanOrEqual(since) });
}

/** Letters of one cause. */
export interface LettersOfCause {
  readonly cause: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** The newest of them. */
  readonly example: Letter;
}

/** The letters of a connection by what has caused them. */
export async function readCauses(manager: EntityManager, connectionId: string): Promise<LettersOfCause[]> {
  const rows = await ask<{ cause: string } & Record<'count' | 'first_at' | 'last_at', string | number>>(
    manager,
    `SELECT cause, COUNT(*) AS count, MIN(at) AS first_at, MAX(at) AS last_at FROM klaviyo_dead_letter
      WHERE connection_id = $1 GROUP BY cause`,
    connectionId,
  );
  return Promise.all(
    rows.map(async ({ cause, count, first_at: firstAt, last_at: lastAt }) => ({
      cause,
      count: Number(count),
      firstAt: Number(firstAt),
      lastAt: Number(lastAt),
      example: await manager
        .getRepository(DeadLetterEntity)
        .findOneOrFail({ where: { connectionId, cause }, order: { at: 'DESC' } }),
    })),
  );
}

/** What the letters with a code are about. */
export async function readAbouts(
  manager: EntityManager,
  connectionId: string,
  code: string,
): Promise<ReadonlySet<string>> {
  const rows = await ask<{ about: string }>(
    manager,
    'SELECT DISTINCT about FROM klaviyo_dead_letter WHERE connection_id = $1 AND code = $2',
    connectionId,
    code,
  );
  return new Set(rows.map(({ about }) => about));
}

/** Letters of a member, by the references under which they may stand, the newest first. */
export function readLettersOf(
  manager: EntityManager,
  connectionId: string,
  memberIds: readonly string[],
  limit: number,
): Promise<Letter[]> {
  return manager.getRepository(DeadLetterEntity).find({
    where: { connectionId, memberId: In([...memberIds]) },
    order: { at: 'DESC' },
    take: limit,
  });
}
