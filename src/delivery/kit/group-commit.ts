/**
 * Collects what concurrent callers hand in while a commit is under way, and commits it as one group: under load the
 * cost of a commit (one fsync) is shared by all who wait.
 *
 * A group that fails is tried again caller by caller, so that one caller's bad luck is nobody else's.
 *
 * What is large is committed alone, in turn with the groups: whoever is small waits for one large commit at most.
 */
export class GroupCommit<T, R> {
  private readonly waiting: Submission<T, R>[] = [];
  private readonly large: Submission<T, R>[] = [];
  private size = 0;
  private busy = false;

  /**
   * @param commit makes all of it durable or throws; the results are in the order of the items
   * @param maximum items that one group holds at most; a larger submission makes a group of its own
   */
  constructor(
    private readonly commit: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly maximum: number,
  ) {}

  /** Items handed in and not yet durable. */
  get pending(): number {
    return this.size;
  }

  submit(items: readonly T[], size: 'small' | 'large' = 'small'): Promise<readonly R[]> {
    return new Promise((resolve, reject) => {
      (size === 'large' ? this.large : this.waiting).push({ items, resolve, reject });
      this.size += items.length;
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    // Whoever hands in at the same moment shares the first commit too.
    await Promise.resolve();
    while (this.waiting.length + this.large.length > 0) {
      if (this.waiting.length > 0) await this.commitGroup(this.takeGroup());
      const large = this.large.shift();
      if (large) await this.commitGroup([large]);
    }
    this.busy = false;
  }

  private takeGroup(): Submission<T, R>[] {
    let items = 0;
    let count = 0;
    for (const submission of this.waiting) {
      if (count > 0 && items + submission.items.length > this.maximum) break;
      items += submission.items.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async commitGroup(group: readonly Submission<T, R>[]): Promise<void> {
    try {
      const results = await this.commit(group.flatMap((submission) => submission.items));
      let from = 0;
      for (const submission of group) {
        this.size -= submission.items.length;
        submission.resolve(results.slice(from, from + submission.items.length));
        from += submission.items.length;
      }
    } catch (error) {
      const [only] = group;
      if (group.length === 1 && only) {
        this.size -= only.items.length;
        only.reject(error);
      } else for (const submission of group) await this.commitGroup([submission]);
    }
  }
}

interface Submission<T, R> {
  readonly items: readonly T[];
  readonly resolve: (results: readonly R[]) => void;
  readonly reject: (error: unknown) => void;
}
