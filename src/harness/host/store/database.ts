import { DataSource } from 'typeorm';
import type { Clock } from '../../../contract/index.js';
import { assertWhereValues } from './assert-where-values.js';
import { dataSourceOptions, type ConnectionPurpose } from './data-source-options.js';
import type { DatabaseSpec } from './database-spec.js';
import { migrateStore } from './migrate-store.js';
import type { OpenedStore } from './opened-store.js';
import { PostgresStore } from './postgres-store.js';
import { makePrivateFile } from './private-file.js';
import { SqliteStore } from './sqlite-store.js';
import type { StoreDefinition } from './store-definition.js';
import { TransactionTurns } from './transaction-turns.js';

/**
 * 16 MB of cached pages and 16 MB of log between checkpoints, instead of 2 and 4: ids are random, so a queue of a hundred
 * thousand rows touches its indexes everywhere. A third less CPU for each row deleted; only the writer needs it.
 */
const ROOMY = ['PRAGMA cache_size = -16384', 'PRAGMA wal_autocheckpoint = 4000'] as const;

/**
 * The one database of a host, shared by its extensions; each gets a store of its own with its own entities and
 * migrations. A process opens a SQLite file through one `Database` only: it holds the one writer.
 */
export class Database {
  private readonly turns = new TransactionTurns();

  constructor(
    readonly spec: DatabaseSpec,
    private readonly clock: Clock,
  ) {}

  /**
   * Migrates an owner's tables and opens its connections.
   *
   * @throws what a migration threw; then nothing stays open
   */
  async open(definition: StoreDefinition): Promise<OpenedStore> {
    if (this.spec.dialect === 'sqlite') await makePrivateFile(this.spec.file);
    // In turn with the neighbours' transactions: SQLite has one writer.
    await this.turns.run(definition.owner, () => migrateStore(this.spec, definition));
    const writing = await this.connect(definition, 'write');
    try {
      // FULL: with WAL, NORMAL may lose the last commits in a power cut, and `accepted` promises to survive one.
      if (this.spec.dialect === 'sqlite') {
        await writing.query('PRAGMA synchronous = FULL');
        for (const pragma of ROOMY) await writing.query(pragma);
      }
      const reading = await this.connect(definition, 'read');
      return this.spec.dialect === 'sqlite'
        ? new SqliteStore(definition.owner, writing, reading, this.turns, this.clock)
        : new PostgresStore(writing, reading, this.clock);
    } catch (error) {
      await writing.destroy();
      throw error;
    }
  }

  private async connect(definition: StoreDefinition, purpose: ConnectionPurpose): Promise<DataSource> {
    const dataSource = new DataSource(dataSourceOptions(this.spec, definition, purpose));
    await dataSource.initialize();
    try {
      await assertWhereValues(dataSource);
    } catch (error) {
      await dataSource.destroy();
      throw error;
    }
    return dataSource;
  }
}
