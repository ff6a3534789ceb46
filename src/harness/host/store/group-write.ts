/**
 * Collects what callers hand in while a write is under way, and writes it as one: on SQLite a transaction has its
 * fsync, and without this a thousand senders of one event each would wait for a thousand of them.
 *
 * A write that fails fails for all who shared it: they are told, and send again.
 */
export class GroupWrite<T> {
  private waiting: T[] = [];
  private next: Promise<void> | null = null;
  private underWay: Promise<void> = Promise.resolve();

  constructor(private readonly write: (items: readonly T[]) => Promise<void>) {}

  /** Resolves when the items are durable. */
  add(items: readonly T[]): Promise<void> {
    for (const item of items) this.waiting.push(item);
    this.next ??= this.underWay.then(() => this.flush());
    return this.next;
  }

  private flush(): Promise<void> {
    const items = this.waiting;
    this.waiting = [];
    this.next = null;
    const writing = this.write(items);
    this.underWay = writing.catch(() => undefined);
    return writing;
  }
}
