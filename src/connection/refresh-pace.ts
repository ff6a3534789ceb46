/** Klaviyo permits about ten refreshes a minute for one install. */
const MOST = 10;
const MINUTE_MS = 60_000;
/** First wait after a failure, doubled with each one in a row. */
const BASE_MS = 1_000;
/** Longest wait that nobody has asked for. */
const CAP_MS = 60_000;
/** Klaviyo's `Retry-After` is obeyed up to a quarter of an hour: a token lives for an hour. */
const LONGEST_ASKED_MS = 15 * 60_000;

/**
 * When the tokens of one connection may be renewed next: one back-off for all who ask, and never more than ten refreshes
 * in a minute. Moments are monotonic milliseconds.
 */
export class RefreshPace {
  private begun: number[] = [];
  private failures = 0;
  /** Failures before the last success, which may turn out to be none. */
  private earlier = 0;
  private succeededAt = -Infinity;
  private notBefore = -Infinity;
  private since: number | null = null;

  /** How long it has been failing (ms); null while it works. */
  failingFor(now: number): number | null {
    return this.since === null ? null : now - this.since;
  }

  /** How long to wait until the next refresh may begin (ms), 0 for not at all. */
  waitMs(now: number): number {
    this.begun = this.begun.filter((at) => at > now - MINUTE_MS);
    const first = this.begun[this.begun.length - MOST];
    return Math.max(0, this.notBefore - now, first === undefined ? 0 : first + MINUTE_MS - now);
  }

  begin(now: number): void {
    this.begun.push(now);
  }

  /** @returns whether it was failing before */
  succeed(now: number): boolean {
    const wasFailing = this.since !== null;
    this.earlier = this.failures;
    this.failures = 0;
    this.since = null;
    this.succeededAt = now;
    this.notBefore = -Infinity;
    return wasFailing;
  }

  /**
   * @param asked by `Retry-After` (ms)
   * @param random 0 to 1
   * @returns whether it is the first one in a row
   */
  fail(now: number, asked: number | null, random: number): boolean {
    const isFirst = this.since === null;
    this.since ??= now;
    this.failures += 1;
    const full = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(this.failures - 1, 10));
    const own = full / 2 + (full / 2) * random;
    this.notBefore = now + Math.max(own, Math.min(asked ?? 0, LONGEST_ASKED_MS));
    return isFirst;
  }

  /** The token that was just given is refused: it was no success. @returns as {@link fail} */
  failAfterAll(now: number, random: number): boolean {
    if (now - this.succeededAt < MINUTE_MS) this.failures = Math.max(this.failures, this.earlier);
    return this.fail(now, null, random);
  }
}
