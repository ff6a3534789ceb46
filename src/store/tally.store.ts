import type { EntityManager } from 'typeorm';
import type { ReasonCode } from './reason-code.js';
import { ask } from './statement.js';
import { columnsOf, insertRows } from './table-columns.js';
import { TallyEntity, type TallyKind } from './tally.entity.js';

/** Something left out, and how often. */
export interface Tally {
  readonly kind: TallyKind;
  readonly code: ReasonCode;
  readonly count: number;
}

const HOUR_MS = 3_600_000;

/** Adds to the counts of what was left out, by the hour. */
export async function addTallies(
  manager: EntityManager,
  connectionId: string,
  tallies: readonly Tally[],
  at: number,
): Promise<void> {
  const sums = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = `${tally.kind}\n${tally.code}`;
    sums.set(key, { ...tally, count: tally.count + (sums.get(key)?.count ?? 0) });
  }
  await insertRows(
    manager,
    TallyEntity,
    columnsOf(manager, TallyEntity, ['kind', 'code', 'count']),
    [...sums.values()],
    { connectionId, hour: at - (at % HOUR_MS), lastAt: at },
    { set: 'count = klaviyo_tally.count + excluded.count, last_at = excluded.last_at' },
  );
}

/** What was left out of a connection, by reason. */
export async function sumTallies(
  manager: EntityManager,
  connectionId: string,
  kind: TallyKind,
): Promise<Record<string, number>> {
  const rows = await ask<{ code: string; count: string | number }>(
    manager,
    `SELECT code, SUM(count) AS count FROM klaviyo_tally
      WHERE connection_id = $1 AND kind = $2 GROUP BY code`,
    connectionId,
    kind,
  );
  return Object.fromEntries(rows.map((row) => [row.code, Number(row.count)]));
}
