import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Clock } from '../../../contract/index.js';
import type { OpenedStore } from './opened-store.js';
import { readingRunner } from './reading-runner.js';
import { runInside, type TransactionGround } from './run-transaction.js';
import { storeClosed } from './store-closed.js';
import type { TransactionTurns } from './transaction-turns.js';

/**
 * One owner's share of the SQLite file: the connection of all owners, by which it writes when it is its turn, and one of
 * its own, opened read-only, that sees what is committed.
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
    private readonly interrupt: () => void,
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
    return this.turns.transaction(this.owner, async () => {
      if (!this.open) throw storeClosed();
      // The transaction is begun and ended for all who are in it: TypeORM is told that there is one.
      Object.assign(this.raw, { isTransactionActive: true, transactionDepth: 1 });
      try {
        return await runInside(this.ground(), this.clock, work);
      } finally {
        this.current = null;
        Object.assign(this.raw, { isTransactionActive: false, transactionDepth: 0 });
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
      interrupt: this.interrupt,
    };
  }
}
