import type { EntityManager } from 'typeorm';

/**
 * How the store's own statements run. Their texts are written as PostgreSQL reads them (`$1`, `$2`).
 *
 * Many rows go in as one JSON parameter (`rowsOf`, always `$1`): a statement is the same text whatever it carries. With
 * a parameter for each cell the driver and TypeORM spent a fifth of a lane's CPU on them.
 *
 * On SQLite, TypeORM answers a statement that begins with `INSERT ` or `DELETE ` without its rows: hence `WITH` first.
 */

/** Rows that one statement carries. */
const ROWS = 1_000;

/** What a parameter or a cell may be. */
export type Value = string | number | null;

/** How a cell is read out of the JSON. */
export type CellType = 'text' | 'bigint';

export const isPostgres = (manager: EntityManager): boolean => manager.connection.options.type === 'postgres';

/** Items some at a time, in their order; a statement's worth unless told otherwise. */
export const chunks = <T>(items: readonly T[], size = ROWS): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** `WITH v(name, …) AS …`: the rows of the statement's first parameter, a JSON array of arrays. */
export function rowsOf(manager: EntityManager, columns: Readonly<Record<string, CellType>>): string {
  const cells = Object.values(columns).map((type, index) =>
    type === 'text' ? `value->>${index}` : `CAST(value->>${index} AS BIGINT)`,
  );
  const source = isPostgres(manager) ? 'json_array_elements($1::json)' : 'json_each($1)';
  return `WITH v(${Object.keys(columns).join(', ')}) AS MATERIALIZED (SELECT ${cells.join(', ')} FROM ${source})`;
}

/** Runs a statement for all rows, a thousand at a time; `more` are its parameters after the rows, from `$2` on. */
export async function forRows<R>(
  manager: EntityManager,
  statement: string,
  rows: readonly (readonly Value[])[],
  ...more: readonly Value[]
): Promise<R[]> {
  const results: R[] = [];
  for (const chunk of chunks(rows)) {
    for (const row of await ask<R>(manager, statement, JSON.stringify(chunk), ...more)) results.push(row);
  }
  return results;
}

/** Runs a statement once. @returns the rows that it answers */
export async function ask<R>(
  manager: EntityManager,
  statement: string,
  ...parameters: readonly Value[]
): Promise<readonly R[]> {
  const text = isPostgres(manager) ? statement : statement.replace(/\$(\d+)/g, '?$1');
  const answer = await manager.query<unknown>(text, [...parameters]);
  // SQLite's driver answers a statement without rows with nothing.
  if (!Array.isArray(answer)) return [];
  // PostgreSQL's driver answers a DELETE or UPDATE with its rows and their number.
  return (Array.isArray(answer[0]) ? answer[0] : answer) as readonly R[];
}

/** Rows of one cell: `forRows(manager, …, ids.map(cell))`. */
export const cell = (value: Value): readonly Value[] => [value];
