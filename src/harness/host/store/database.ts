import { DataSource } from 'typeorm';
import type { Clock } from '../../../contract/index.js';
import { assertWhereValues } from './assert-where-values.js';
import { dataSourceOptions, type ConnectionPurpose } from './data-source-options.js';
import type { DatabaseSpec } from './database-spec.js';
import { migrateStore } from './migrate-store.js';
import type { OpenedStore } from './opened-store.js';
import { PostgresStore } from './postgres-store.js';
import { makePrivateFile } from './private-file.js';
import { SharedHandle } from './shared-handle.js';
import { SqliteStore } from './sqlite-store.js';
import type { StoreDefinition } from './store-definition.js';
import { TransactionTurns } from './transaction-turns.js';

/**
 * How the file is written. FULL: with WAL, NORMAL may lose the last commits in a power cut, and `accepted` promises to
 * survive one. 16 MB of cached pages and 16 MB of log between checkpoints, instead of 2 and 4: ids are random, so a queue
 * of a hundred thousand rows touches its indexes everywhere, which is a third less CPU for each row deleted.
 */
const WRITING = [
  'PRAGMA synchronous = FULL',
  'PRAGMA cache_size = -16384',
  'PRAGMA wal_autocheckpoint = 4000',
] as const;

/**
 * The one database of a host, shared by its extensions; each gets a store of its own with its own entities and
 * migrations. A process opens a SQLite file through one `Database` only: it holds the one writer.
 */
export class Database {
  private readonly writer: SharedHandle;
  private readonly turns: TransactionTurns;

  constructor(
    readonly spec: DatabaseSpec,
    private readonly clock: Clock,
  ) {
    this.writer = new SharedHandle(spec.dialect === 'sqlite' ? spec.file : '', async (handle) => {
      for (const pragma of WRITING) await handle.command(pragma);
    });
    this.turns = new TransactionTurns((text) => this.writer.command(text));
  }

  /**
   * Migrates an owner's tables and opens its connections.
   *
   * @throws what a migration threw; then nothing stays open
   */
  async open(definition: StoreDefinition): Promise<OpenedStore> {
    if (this.spec.dialect === 'sqlite') await makePrivateFile(this.spec.file);
    // In turn with the neighbours' transactions: SQLite has one writer.
    await this.turns.run(definition.owner, () => migrateStore(this.spec, definition));
    const writing = await this.turns.run(definition.owner, () => this.connect(definition, 'write'));
    try {
      const reading = await this.connect(definition, 'read');
      return this.spec.dialect === 'sqlite'
        ? new SqliteStore(definition.owner, writing, reading, this.turns, this.clock, () =>
            this.writer.interrupt(),
          )
        : new PostgresStore(writing, reading, this.clock);
    } catch (error) {
      await writing.destroy();
      throw error;
    }
  }

  private async connect(definition: StoreDefinition, purpose: ConnectionPurpose): Promise<DataSource> {
    const dataSource = new DataSource(dataSourceOptions(this.spec, definition, purpose, this.writer));
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
