/** Contents of successful requests that are kept in a minute. */
const SUCCESSES = 600;
/** Contents of all others: they are why somebody looks. */
const OTHERS = 600;
const MINUTE_MS = 60_000;

/**
 * Which requests' contents are kept: under full load ten a second tell as much as all of them, and at some 2 KB each
 * the database stays small. One for each connection.
 */
export class KeepRule {
  private minute = -1;
  private left = { done: 0, other: 0 };

  allows(result: string, now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.left = { done: SUCCESSES, other: OTHERS };
    }
    const kind = result === 'done' ? 'done' : 'other';
    if (this.left[kind] === 0) return false;
    this.left[kind] -= 1;
    return true;
  }
}
