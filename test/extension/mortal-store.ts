import type { EntityManager } from 'typeorm';
import { Fault, type Store } from '../../src/contract/index.js';

/** When a process dies: at its nth transaction (from 1), before that commits or just after. */
export interface Death {
  readonly at: number;
  readonly when: 'before its commit' | 'after its commit';
}

/**
 * The store of a process that dies: from then on it reads and writes nothing, as after `kill -9`. What it has sent by
 * then may arrive all the same.
 */
export class MortalStore implements Store {
  transactions = 0;
  dead = false;

  constructor(
    private readonly store: Store,
    private readonly death: Death,
  ) {}

  get dialect() {
    return this.store.dialect;
  }

  read(): ReturnType<Store['read']> {
    if (this.dead) throw gone();
    return this.store.read();
  }

  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.dead) throw gone();
    this.transactions += 1;
    const dies = this.transactions === this.death.at;
    if (dies && this.death.when === 'before its commit') {
      this.dead = true;
      throw gone();
    }
    const result = await this.store.transaction(work);
    if (dies) {
      this.dead = true;
      throw gone();
    }
    return result;
  }
}

const gone = (): Fault =>
  new Fault({ kind: 'transient', code: 'store_closed', message: 'The process is dead.' });
