import type { DataSourceOptions } from 'typeorm';
import type { DatabaseSpec } from './database-spec.js';
import { OwnHandle } from './own-handle.js';
import { type HandleSource, sqliteDriver } from './sqlite-driver.js';
import { QuietOrmLogger } from './quiet-orm-logger.js';
import type { StoreDefinition } from './store-definition.js';

/** What a connection is for. Migrations have one of their own: they may take longer than a transaction. */
export type ConnectionPurpose = 'migrate' | 'write' | 'read';

/** https://www.sqlite.org/c3ref/c_open_autoproxy.html */
const SQLITE_OPEN_READONLY = 1;

/** Connections in a PostgreSQL pool: host and two extensions stay below the default `max_connections` of 100. */
const POOL_SIZE: Record<ConnectionPurpose, number> = { migrate: 1, write: 10, read: 6 };

/**
 * How TypeORM opens one of an owner's connections.
 *
 * `invalidWhereValuesBehavior` throws on null and undefined, because by default `findOneBy({ id: undefined })` returns
 * the first row, of whatever tenant.
 *
 * @param writer on SQLite: the connection that all owners write by
 */
export function dataSourceOptions(
  spec: DatabaseSpec,
  definition: StoreDefinition,
  purpose: ConnectionPurpose,
  writer?: HandleSource,
): DataSourceOptions {
  const shared = {
    entities: [...definition.entities],
    migrations: purpose === 'migrate' ? [...definition.migrations] : [],
    migrationsTableName: `${definition.prefix}migrations`,
    metadataTableName: `${definition.prefix}typeorm_metadata`,
    migrationsTransactionMode: 'each' as const,
    synchronize: false,
    logging: false,
    logger: new QuietOrmLogger(),
    invalidWhereValuesBehavior: { null: 'throw' as const, undefined: 'throw' as const },
  } satisfies Partial<DataSourceOptions>;
  if (spec.dialect === 'sqlite') {
    return {
      ...shared,
      type: 'sqlite',
      driver: sqliteDriver(
        purpose === 'write' && writer
          ? writer
          : new OwnHandle(spec.file, purpose === 'read' ? SQLITE_OPEN_READONLY : undefined),
      ),
      database: spec.file,
      busyTimeout: 5000,
      // The journal mode is kept in the file; a read-only connection could not set it.
      ...(purpose === 'read' ? {} : { enableWAL: true }),
    };
  }
  return {
    ...shared,
    type: 'postgres',
    url: spec.url,
    installExtensions: false,
    poolSize: POOL_SIZE[purpose],
    applicationName: `${definition.owner} ${purpose}`,
    extra: {
      // A statement that outlives its transaction's 5 seconds would hold its locks until it ends.
      ...(purpose === 'migrate' ? {} : { statement_timeout: 5000 }),
      ...(purpose === 'read' ? { options: '-c default_transaction_read_only=on' } : {}),
    },
  };
}
