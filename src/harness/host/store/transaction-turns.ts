import { type Command, CommitGroup } from './commit-group.js';

/** What waits: a transaction, which may share its commit, or work that needs the file for itself. */
type Entry =
  | { readonly kind: 'transaction'; readonly run: (group: CommitGroup) => Promise<void> }
  | { readonly kind: 'alone'; readonly run: () => Promise<void> };

/** One owner's waiting work, first come first served. */
interface Turn {
  readonly owner: string;
  readonly waiting: Entry[];
}

/**
 * Runs one piece of work at a time: first in, first out for each owner, and the owners in turn, so that an extension
 * with ten thousand waiting transactions delays its neighbour by one of them. Transactions that wait together are
 * committed together.
 *
 * SQLite has one writer, and TypeORM shares one connection there: without turns, concurrent transactions become
 * savepoints of each other.
 */
export class TransactionTurns {
  /** Owners with waiting work; the first is next and goes to the back when served. */
  private readonly ring: Turn[] = [];
  private readonly group: CommitGroup;
  private running: Promise<void> | null = null;

  constructor(command: Command) {
    this.group = new CommitGroup(command);
  }

  /** Resolves or rejects as `work` does, when its turn has come; no transaction is open meanwhile. */
  run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.enter(owner, { kind: 'alone', run: () => work().then(resolve, reject) });
    });
  }

  /** Resolves when what `work` did is committed; rejects as it does, or as the commit. */
  transaction<T>(owner: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.enter(owner, { kind: 'transaction', run: (group) => group.run(work, { resolve, reject }) });
    });
  }

  private enter(owner: string, entry: Entry): void {
    const turn = this.ring.find((candidate) => candidate.owner === owner);
    if (turn) turn.waiting.push(entry);
    else this.ring.push({ owner, waiting: [entry] });
    this.running ??= this.serve();
  }

  private async serve(): Promise<void> {
    // Let the caller's synchronous burst arrive first, so that turns are taken between owners from the start.
    await Promise.resolve();
    for (;;) {
      const [turn] = this.ring;
      const entry = turn?.waiting[0];
      if (this.group.open && (entry?.kind !== 'transaction' || this.group.full)) {
        // Who comes during the commit is in the next one.
        await this.group.commit();
        continue;
      }
      if (!turn || !entry) break;
      turn.waiting.shift();
      await entry.run(this.group);
      // It stayed first while it was served; who came meanwhile stands behind it.
      this.ring.shift();
      if (turn.waiting.length > 0) this.ring.push(turn);
    }
    this.running = null;
  }
}
