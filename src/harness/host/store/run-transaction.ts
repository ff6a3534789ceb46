import type { EntityManager, QueryRunner } from 'typeorm';
import { Fault, type Clock } from '../../../contract/index.js';
import { TransactionRunner } from './transaction-runner.js';

/** How long a callback may take, in milliseconds: on SQLite nobody else writes meanwhile. */
const TRANSACTION_TIMEOUT_MS = 5000;

/** The connection that a transaction runs on, and what the dialect needs around it. */
export interface TransactionGround {
  readonly raw: QueryRunner;
  manager(skin: QueryRunner): EntityManager;
  /** Stops the statement under way, where the dialect can. */
  interrupt?(): void;
}

/**
 * One transaction: begin, work, commit; what cannot be committed is rolled back, and the connection is clean afterwards.
 *
 * @throws Fault as {@link runInside}
 */
export async function runTransaction<T>(
  ground: TransactionGround,
  clock: Clock,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  let done = false;
  try {
    await ground.raw.startTransaction();
    const result = await runInside(ground, clock, work);
    await ground.raw.commitTransaction();
    done = true;
    return result;
  } finally {
    if (!done) await abandon(ground.raw);
  }
}

/**
 * The work inside a transaction that the caller begins and ends. A callback that throws, takes more than 5 seconds or
 * leaves a nested transaction open is to be rolled back; whatever happens, nothing is under way afterwards and the
 * manager is dead.
 *
 * @throws Fault `store_transaction_timeout`, `store_transaction_unfinished`, or what the callback threw
 */
export async function runInside<T>(
  ground: TransactionGround,
  clock: Clock,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = new TransactionRunner(ground.raw);
  try {
    const result = await withinTime(ground, clock, runner, work);
    await runner.revoke();
    if (runner.unfinished) throw unfinished();
    return result;
  } finally {
    await runner.revoke();
  }
}

async function withinTime<T>(
  ground: TransactionGround,
  clock: Clock,
  runner: TransactionRunner,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = clock.timer(TRANSACTION_TIMEOUT_MS, () => {
      void runner.revoke();
      ground.interrupt?.();
      reject(
        new Fault({
          kind: 'transient',
          code: 'store_transaction_timeout',
          message: `The transaction took more than ${TRANSACTION_TIMEOUT_MS} ms and was rolled back; do less in one, and no network.`,
        }),
      );
    });
  });
  try {
    return await Promise.race([work(ground.manager(runner.skin)), late]);
  } finally {
    cancel();
  }
}

/**
 * Rolls back whatever is open, savepoints included, and resets TypeORM's own count of them. Its failure is not told:
 * the fault that led here is, and a connection that cannot roll back has lost its transaction already.
 */
async function abandon(raw: QueryRunner): Promise<void> {
  try {
    await raw.query('ROLLBACK');
  } catch {
    // Nothing was open, or the connection is gone.
  }
  Object.assign(raw, { isTransactionActive: false, transactionDepth: 0 });
}

function unfinished(): Fault {
  return new Fault({
    kind: 'system',
    code: 'store_transaction_unfinished',
    message: 'A nested transaction was still open when the callback ended; await it. All was rolled back.',
  });
}
