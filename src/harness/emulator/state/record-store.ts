import type { Remember, StateRecord } from './state-record.js';

/** Things of one kind that are simply kept by id: import jobs, webhooks, notes of what was asked for. */
export class RecordStore<T extends { readonly id: string }> {
  readonly #items = new Map<string, T>();

  constructor(
    private readonly kind: string,
    private readonly account: string,
    private readonly remember: Remember,
  ) {}

  get size(): number {
    return this.#items.size;
  }

  all(): IterableIterator<T> {
    return this.#items.values();
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  put(item: T): T {
    this.#items.set(item.id, item);
    this.remember({ k: this.kind, a: this.account, v: item });
    return item;
  }

  delete(id: string): boolean {
    const removed = this.#items.delete(id);
    if (removed) this.remember({ k: `-${this.kind}`, a: this.account, id });
    return removed;
  }

  restore(record: StateRecord): boolean {
    if (record.k === this.kind) {
      const item = record.v as T;
      this.#items.set(item.id, item);
    } else if (record.k === `-${this.kind}`) this.#items.delete(record.id ?? '');
    else return false;
    return true;
  }

  *records(): Generator<StateRecord> {
    for (const item of this.#items.values()) yield { k: this.kind, a: this.account, v: item };
  }
}
