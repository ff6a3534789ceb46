import { Fault } from '../../../contract/index.js';

/** So long a group takes in more, in milliseconds: who was first waits that much longer for the commit. */
const TAKES_IN_MS = 10;

/** Runs a statement on the connection that all owners write by. */
export type Command = (text: string) => Promise<void>;

/** One transaction that has done its work, and waits for the commit. */
interface Waiting {
  readonly committed: () => void;
  readonly lost: (error: unknown) => void;
}

/**
 * Transactions one after the other inside one commit: a sync of the disk for all who wait, not one each. Who fails is
 * rolled back alone, by a savepoint; nobody is told of success before the commit.
 */
export class CommitGroup {
  private readonly waiting: Waiting[] = [];
  private begunAt: number | null = null;

  constructor(private readonly command: Command) {}

  /** Whether something waits for a commit. */
  get open(): boolean {
    return this.begunAt !== null;
  }

  /** Whether those who are in it have waited long enough. */
  get full(): boolean {
    return this.begunAt !== null && performance.now() - this.begunAt >= TAKES_IN_MS;
  }

  /**
   * Does one transaction's work. It never rejects: `settle` is told.
   *
   * @param work begins nothing and commits nothing itself
   */
  async run<T>(
    work: () => Promise<T>,
    settle: { resolve: (result: T) => void; reject: (error: unknown) => void },
  ): Promise<void> {
    const first = this.begunAt === null;
    try {
      await this.command(first ? 'BEGIN' : 'SAVEPOINT one_of_many');
    } catch (error) {
      settle.reject(error);
      if (!first) await this.lose();
      return;
    }
    this.begunAt ??= performance.now();
    let result: T;
    try {
      result = await work();
      if (!first) await this.command('RELEASE one_of_many');
    } catch (error) {
      await this.takeBack(first);
      settle.reject(error);
      return;
    }
    this.waiting.push({ committed: () => settle.resolve(result), lost: settle.reject });
  }

  /** Commits what waits, and tells each. */
  async commit(): Promise<void> {
    try {
      await this.command('COMMIT');
    } catch (error) {
      await this.lose(error);
      return;
    }
    this.begunAt = null;
    for (const { committed } of this.waiting.splice(0)) committed();
  }

  private async takeBack(first: boolean): Promise<void> {
    if (first) return this.lose();
    try {
      await this.command('ROLLBACK TO one_of_many');
      await this.command('RELEASE one_of_many');
    } catch {
      // A full disk, or an interrupted statement, has rolled everything back.
      await this.lose();
    }
  }

  private async lose(error: unknown = lost()): Promise<void> {
    await this.command('ROLLBACK').catch(() => undefined);
    this.begunAt = null;
    for (const { lost: tell } of this.waiting.splice(0)) tell(error);
  }
}

const lost = (): Fault =>
  new Fault({
    kind: 'transient',
    code: 'store_commit_lost',
    message: 'The database rolled back what was to be committed together. Try again.',
  });
