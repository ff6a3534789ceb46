/** One owner's waiting work, first come first served. */
interface Turn {
  readonly owner: string;
  readonly waiting: (() => Promise<void>)[];
}

/**
 * Runs one piece of work at a time: first in, first out for each owner, and the owners in turn, so that an extension
 * with ten thousand waiting transactions delays its neighbour by one of them.
 *
 * SQLite has one writer, and TypeORM shares one connection there: without turns, concurrent transactions become
 * savepoints of each other.
 */
export class TransactionTurns {
  /** Owners with waiting work; the first is next and goes to the back when served. */
  private readonly ring: Turn[] = [];
  private running: Promise<void> | null = null;

  /** Resolves or rejects as `work` does, when its turn has come. */
  run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const entry = () => work().then(resolve, reject);
      const turn = this.ring.find((candidate) => candidate.owner === owner);
      if (turn) turn.waiting.push(entry);
      else this.ring.push({ owner, waiting: [entry] });
      this.running ??= this.serve();
    });
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async serve(): Promise<void> {
    // Let the caller's synchronous burst arrive first, so that turns are taken between owners from the start.
    await Promise.resolve();
    for (let turn = this.ring[0]; turn; turn = this.ring[0]) {
      const entry = turn.waiting.shift();
      if (entry) await entry();
      // It stayed first while it was served; who came meanwhile stands behind it.
      this.ring.shift();
      if (turn.waiting.length > 0) this.ring.push(turn);
    }
    this.running = null;
  }
}
