import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Store } from '../../../contract/index.js';

/** Rows of one statement: about half a megabyte of members. */
const ROWS_A_STATEMENT = 500;

/** Statements of one transaction: 5000 rows take about a tenth of a second, and neighbours write in between. */
const STATEMENTS_A_TRANSACTION = 10;

/** How rows meet those that stand there already: the given columns are overwritten; none: they stay as they are. */
export interface Meeting {
  /** Columns. */
  readonly key: readonly string[];
  /** Columns. */
  readonly overwrite: readonly string[];
}

/**
 * Inserts or updates many rows, in several transactions. A row has every column of its table, which are of text and
 * bigint; one that overwrites must not occur twice.
 */
export async function upsertRows<T extends ObjectLiteral>(
  store: Store,
  target: EntityTarget<T>,
  rows: readonly Readonly<T>[],
  meeting: Meeting,
): Promise<void> {
  await inTransactions(store, rows, async (manager, chunk) => {
    const metadata = manager.connection.getMetadata(target);
    // The rows are one parameter: with one for each cell TypeORM takes a tenth of a millisecond a row.
    const cells = chunk.map((row) =>
      metadata.columns.map(({ propertyName }) => row[propertyName] as unknown),
    );
    const postgres = manager.connection.options.type === 'postgres';
    await manager.query(upsert(metadata, meeting, postgres), [JSON.stringify(cells)]);
  });
}

function upsert(
  { tableName, columns }: EntityMetadata,
  { key, overwrite }: Meeting,
  postgres: boolean,
): string {
  const names = columns.map(({ databaseName }) => databaseName);
  const values = columns.map(({ type }, index) =>
    type === 'bigint' ? `CAST(value->>${index} AS BIGINT)` : `value->>${index}`,
  );
  const source = postgres ? 'json_array_elements($1::json)' : 'json_each(?1)';
  const met =
    overwrite.length > 0
      ? `(${key.join(', ')}) DO UPDATE SET ${overwrite.map((name) => `${name} = excluded.${name}`).join(', ')}`
      : 'DO NOTHING';
  // SQLite would read ON as the beginning of a join without a WHERE before it.
  return `INSERT INTO ${tableName} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${source} WHERE true ON CONFLICT ${met}`;
}

/** Does something to each 500 items, 5000 in a transaction. */
export async function inTransactions<T>(
  store: Store,
  items: readonly T[],
  statement: (manager: EntityManager, chunk: readonly T[]) => Promise<void>,
): Promise<void> {
  const size = ROWS_A_STATEMENT * STATEMENTS_A_TRANSACTION;
  for (let start = 0; start < items.length; start += size) {
    await store.transaction(async (manager) => {
      for (let at = start; at < Math.min(start + size, items.length); at += ROWS_A_STATEMENT) {
        await statement(manager, items.slice(at, Math.min(at + ROWS_A_STATEMENT, start + size)));
      }
    });
  }
}
