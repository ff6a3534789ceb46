import type { DataSource, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import { Fault } from '../../../contract/index.js';

/**
 * Makes sure that this copy of TypeORM obeys `invalidWhereValuesBehavior`: an older one ignores the option in silence
 * and `findOneBy({ id: undefined })` then answers with the first row of any tenant. Tried, not read from the options.
 *
 * @throws Fault `store_where_values_unguarded`
 */
export async function assertWhereValues(dataSource: DataSource): Promise<void> {
  const metadata = dataSource.entityMetadatas[0];
  const column = metadata?.primaryColumns[0];
  if (!metadata || !column) return;
  for (const value of [undefined, null]) {
    let ran = true;
    try {
      const unsafe = { [column.propertyName]: value } as unknown as FindOptionsWhere<ObjectLiteral>;
      await dataSource.manager.findOneBy(metadata.target, unsafe);
    } catch {
      ran = false;
    }
    if (ran) {
      throw new Fault({
        kind: 'system',
        code: 'store_where_values_unguarded',
        message:
          'This version of TypeORM runs a query with an undefined condition; install the one in package.json.',
      });
    }
  }
}
