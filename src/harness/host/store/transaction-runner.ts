import type { EntityManager, QueryRunner } from 'typeorm';
import { Fault } from '../../../contract/index.js';

const CONTROL = /^\s*(begin|start\s+transaction|commit|end|rollback|savepoint|release)\b/i;

/** What an ended transaction answers to whoever still holds its manager. */
function ended(): Fault {
  return new Fault({
    kind: 'system',
    code: 'store_transaction_ended',
    message:
      'This transaction has ended; use the manager only inside the callback, and await everything there.',
  });
}

/** Only the store begins and ends the transaction; a nested one goes through `manager.transaction`. */
function foreignControl(): Fault {
  return new Fault({
    kind: 'system',
    code: 'store_transaction_control',
    message: 'Leave the beginning and the end of a transaction to the store; return or throw instead.',
  });
}

/**
 * The query runner of one transaction, in a skin that can be taken away.
 *
 * A manager made on it (`dataSource.createEntityManager(skin)`) hands it to every repository and query builder, so
 * one switch ends them all: a late use throws `store_transaction_ended` instead of writing into a neighbour's
 * transaction, which on SQLite has the same connection.
 */
export class TransactionRunner {
  readonly skin: QueryRunner;
  private live = true;
  private nested = 0;
  private manager: EntityManager | undefined;
  private readonly pending = new Set<Promise<unknown>>();

  constructor(private readonly raw: QueryRunner) {
    this.skin = new Proxy(raw, {
      get: (target, key) => this.read(target, key),
      set: (target, key, value: unknown) => {
        if (key === 'manager') this.manager = value as EntityManager;
        else Reflect.set(target, key, value);
        return true;
      },
    });
  }

  /** Whether a nested transaction was begun and not ended. */
  get unfinished(): boolean {
    return this.nested > 0;
  }

  /** Ends every use, then resolves when the statements under way have settled: COMMIT must not overtake them. */
  async revoke(): Promise<void> {
    this.live = false;
    while (this.pending.size > 0) await Promise.allSettled(this.pending);
  }

  private read(target: QueryRunner, key: string | symbol): unknown {
    if (key === 'manager') return this.manager;
    // TypeORM would answer with an error of its own where `store_transaction_ended` tells more.
    if (key === 'isReleased') return false;
    const value: unknown = Reflect.get(target, key, target);
    if (typeof value !== 'function') return value;
    // The store releases; TypeORM's own `release` after a query must not.
    if (key === 'release') return () => Promise.resolve();
    return (...args: readonly unknown[]) => this.call(key, value as (...args: unknown[]) => unknown, args);
  }

  private call(
    key: string | symbol,
    method: (...args: unknown[]) => unknown,
    args: readonly unknown[],
  ): unknown {
    if (!this.live) throw ended();
    if (key === 'query' && typeof args[0] === 'string' && CONTROL.test(args[0])) throw foreignControl();
    if (key === 'commitTransaction' || key === 'rollbackTransaction') {
      if (this.nested === 0) throw foreignControl();
      this.nested -= 1;
    }
    if (key === 'startTransaction') this.nested += 1;
    const result = method.apply(this.raw, [...args]);
    if (result instanceof Promise) {
      this.pending.add(result);
      const settled = () => void this.pending.delete(result);
      result.then(settled, settled);
    }
    return result;
  }
}
