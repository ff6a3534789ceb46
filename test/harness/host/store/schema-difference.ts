import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../../src/harness/host/store/data-source-options.js';
import { parseDatabaseSpec } from '../../../../src/harness/host/store/database-spec.js';
import type { StoreDefinition } from '../../../../src/harness/host/store/store-definition.js';

/** The statements that would make a database's schema what the entities describe: none after the migrations. */
export async function schemaDifference(
  spec: string,
  definition: StoreDefinition,
): Promise<readonly string[]> {
  const dataSource = new DataSource(dataSourceOptions(parseDatabaseSpec(spec), definition, 'migrate'));
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
