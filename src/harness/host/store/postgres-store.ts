import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../../../contract/index.js';
import type { OpenedStore } from './opened-store.js';
import { runTransaction } from './run-transaction.js';
import { storeClosed } from './store-closed.js';

/**
 * One owner's share of a PostgreSQL database: a pool that writes, and a pool whose sessions are read-only. Transactions
 * run side by side; the database keeps them apart.
 */
export class PostgresStore implements OpenedStore {
  readonly dialect = 'postgres';
  private open = true;
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly writing: DataSource,
    private readonly reading: DataSource,
    private readonly clock: Clock,
  ) {}

  read(): EntityManager {
    if (!this.open) throw storeClosed();
    return this.reading.manager;
  }

  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (!this.open) throw storeClosed();
    const running = this.onPool(work);
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await Promise.allSettled(this.running);
    await this.reading.destroy();
    await this.writing.destroy();
  }

  private async onPool<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const raw = this.writing.createQueryRunner();
    try {
      // Waiting for a free connection is not the callback's time.
      await raw.connect();
      return await runTransaction(
        { raw, manager: (skin) => this.writing.createEntityManager(skin) },
        this.clock,
        work,
      );
    } finally {
      await raw.release();
    }
  }
}
