import { DataSource } from 'typeorm';
import { Fault } from '../../../contract/index.js';
import { dataSourceOptions } from './data-source-options.js';
import type { DatabaseSpec } from './database-spec.js';
import type { StoreDefinition } from './store-definition.js';

/**
 * Runs an owner's pending migrations on a connection of their own, without the time limit of transactions. On
 * PostgreSQL under an advisory lock: of several hosts that start at once, one migrates and the others find it done.
 *
 * @throws Fault `store_table_prefix` before anything is written
 */
export async function migrateStore(spec: DatabaseSpec, definition: StoreDefinition): Promise<void> {
  const dataSource = new DataSource(dataSourceOptions(spec, definition, 'migrate'));
  await dataSource.initialize();
  try {
    requirePrefix(definition, dataSource);
    if (spec.dialect === 'postgres') await migrateLocked(spec, definition, dataSource);
    else await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}

async function migrateLocked(
  spec: DatabaseSpec,
  definition: StoreDefinition,
  dataSource: DataSource,
): Promise<void> {
  // A second connection holds the lock: the migrations need the pool's only one.
  const guard = new DataSource(
    dataSourceOptions(spec, { ...definition, entities: [], migrations: [] }, 'migrate'),
  );
  await guard.initialize();
  try {
    // Released with the session at the latest.
    await guard.query('SELECT pg_advisory_lock(hashtext($1))', [`migrations of ${definition.prefix}`]);
    await dataSource.runMigrations();
  } finally {
    await guard.destroy();
  }
}

/** Asked of TypeORM, because junction tables and default names count as well. */
function requirePrefix({ prefix }: StoreDefinition, dataSource: DataSource): void {
  const stray = dataSource.entityMetadatas.find(({ tableName }) => !tableName.startsWith(prefix));
  if (!stray) return;
  throw new Fault({
    kind: 'system',
    code: 'store_table_prefix',
    message: `The table ${stray.tableName} does not begin with ${prefix}, as the manifest promises.`,
  });
}
