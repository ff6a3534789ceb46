import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Clock } from '../../../contract/index.js';
import type { OpenedStore } from './opened-store.js';
import { readingRunner } from './reading-runner.js';
import { runTransaction, type TransactionGround } from './run-transaction.js';
import { storeClosed } from './store-closed.js';
import type { TransactionTurns } from './transaction-turns.js';

/**
 * One owner's share of the SQLite file: a connection that writes when it is the owner's turn, and a second one, opened
 * read-only, that sees what is committed.
 */
export class SqliteStore implements OpenedStore {
  readonly dialect = 'sqlite';
  /** TypeORM keeps one query runner for a SQLite connection; taken once, because the driver gives out skins below. */
  private readonly raw: QueryRunner;
  private current: QueryRunner | null = null;
  private open = true;

  constructor(
    private readonly owner: string,
    private readonly writing: DataSource,
    private readonly reading: DataSource,
    private readonly turns: TransactionTurns,
    private readonly clock: Clock,
  ) {
    this.raw = writing.createQueryRunner();
    // Whoever reaches the connection through `manager.connection` meets the transaction under way, or nothing.
    writing.driver.createQueryRunner = () => {
      if (!this.current) throw storeClosed();
      return this.current;
    };
    const reader = readingRunner(reading.createQueryRunner());
    reading.driver.createQueryRunner = () => reader;
  }

  read(): EntityManager {
    if (!this.open) throw storeClosed();
    return this.reading.manager;
  }

  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.turns.run(this.owner, async () => {
      if (!this.open) throw storeClosed();
      try {
        return await runTransaction(this.ground(), this.clock, work);
      } finally {
        this.current = null;
      }
    });
  }

  async close(): Promise<void> {
    if (!this.open) return;
    // Behind what this owner has waiting already.
    await this.turns.run(this.owner, () => {
      this.open = false;
      return Promise.resolve();
    });
    await this.reading.destroy();
    await this.writing.destroy();
  }

  private ground(): TransactionGround {
    return {
      raw: this.raw,
      manager: (skin) => {
        this.current = skin;
        return this.writing.createEntityManager(skin);
      },
      interrupt: () => this.interrupt(),
    };
  }

  private interrupt(): void {
    const driver: unknown = this.writing.driver;
    (driver as { databaseConnection: { interrupt(): void } }).databaseConnection.interrupt();
  }
}
