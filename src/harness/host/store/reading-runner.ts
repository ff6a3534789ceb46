import type { QueryRunner } from 'typeorm';
import { Fault } from '../../../contract/index.js';

/**
 * The skin of a read-only connection's query runner: no transactions.
 *
 * On SQLite the one read connection serves every reader; a transaction left open on it would freeze what all of them
 * see at that moment.
 */
export function readingRunner(raw: QueryRunner): QueryRunner {
  return new Proxy(raw, {
    get: (target, key) => {
      if (key === 'startTransaction') return refuse;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function refuse(): Promise<never> {
  return Promise.reject(
    new Fault({
      kind: 'system',
      code: 'store_read_only',
      message: 'Reading has no transactions; write with Store.transaction.',
    }),
  );
}
