import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Store } from '../../../contract/index.js';

/** Rows of one statement: at 5 columns 2500 parameters, far below SQLite's 32 766 and PostgreSQL's 65 535. */
export const ROWS_A_STATEMENT = 500;

/** Statements of one transaction: 5000 rows take about a tenth of a second, and neighbours write in between. */
const STATEMENTS_A_TRANSACTION = 10;

/** How rows meet those that stand there already: the given columns are overwritten; none: they stay as they are. */
export interface Meeting {
  readonly key: readonly string[];
  readonly overwrite: readonly string[];
}

/** Inserts or updates many rows, in several transactions. A row must not occur twice. */
export async function upsertRows<T extends ObjectLiteral>(
  store: Store,
  target: EntityTarget<T>,
  rows: readonly QueryDeepPartialEntity<T>[],
  meeting: Meeting,
): Promise<void> {
  await inTransactions(store, rows, async (manager, chunk) => {
    const insert = manager
      .createQueryBuilder()
      .insert()
      .into(target)
      .values([...chunk])
      .updateEntity(false);
    const query =
      meeting.overwrite.length > 0
        ? insert.orUpdate([...meeting.overwrite], [...meeting.key])
        : insert.orIgnore();
    await query.execute();
  });
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
