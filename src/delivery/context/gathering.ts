/** So long changes of a list that could go wait at most for those whose profiles are being found. */
const GATHER_MS = 5_000;

/** Changes of lists that wait for others of their list, so that all go in one request. */
export class Gathering {
  /** By list: epoch milliseconds. */
  private readonly since = new Map<string, number>();

  /** Whether changes that could go wait (still): asked first, their time begins. */
  waits(listId: string, now: number): boolean {
    const since = this.since.get(listId) ?? now;
    this.since.set(listId, since);
    return now < since + GATHER_MS;
  }

  /** They go: the next ones' time begins anew. */
  end(listId: string): void {
    this.since.delete(listId);
  }
}
