import type { EntityManager } from 'typeorm';

/**
 * The host's database, as one extension sees it: its own entities, nobody else's.
 *
 * On SQLite all writes of the process go through one writer, extension after extension in turn; that is why there is
 * no way to write but `transaction`.
 */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  /** A manager that sees committed data only and cannot write. */
  read(): EntityManager;
  /**
   * Runs `work` in a transaction and resolves when it has committed. The manager, and every repository and query
   * builder made from it, is dead once `work` has ended; after 5 seconds the host rolls back
   * (`store_transaction_timeout`). No network inside.
   */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
}
