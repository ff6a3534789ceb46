import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../../src/contract/index.js';
import { SystemClock } from '../../../../src/harness/host/services/system-clock.js';
import { Database } from '../../../../src/harness/host/store/database.js';
import { parseDatabaseSpec } from '../../../../src/harness/host/store/database-spec.js';
import type { OpenedStore } from '../../../../src/harness/host/store/opened-store.js';
import type { StoreDefinition } from '../../../../src/harness/host/store/store-definition.js';
import { freshPostgres } from './fresh-postgres.js';

export interface TestStoreOptions extends Pick<StoreDefinition, 'entities' | 'migrations' | 'prefix'> {
  /** The system's clock when left out. */
  readonly clock?: Clock;
  /** SQLite when left out. PostgreSQL: see `postgresOrSkip`. */
  readonly dialect?: 'sqlite' | 'postgres';
}

export interface TestStore {
  readonly store: OpenedStore;
  /** The database it stands in: open a second owner's store beside it. */
  readonly database: Database;
  /** What `createHost` and a second process take. */
  readonly spec: string;
  /** Closes the store (after a crash test too) and removes file or database. */
  dispose(): Promise<void>;
}

/**
 * A migrated store in a database of its own: a temporary SQLite file, or a fresh PostgreSQL database.
 *
 * @example
 * const { store, dispose } = await openTestStore({ prefix: 'klaviyo_', entities, migrations, clock });
 */
export async function openTestStore(options: TestStoreOptions): Promise<TestStore> {
  const place = options.dialect === 'postgres' ? await freshPostgres() : await temporaryFile();
  const database = new Database(parseDatabaseSpec(place.spec), options.clock ?? new SystemClock());
  try {
    const store = await database.open({ owner: options.prefix, ...options });
    const dispose = async () => {
      await store.close();
      await place.remove();
    };
    return { store, database, spec: place.spec, dispose };
  } catch (error) {
    await place.remove();
    throw error;
  }
}

async function temporaryFile(): Promise<{ spec: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'host-store-'));
  return {
    spec: join(directory, 'host.sqlite'),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
