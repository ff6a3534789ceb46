/**
 * When the requests of one operation were under way, in milliseconds of a monotonic clock. Klaviyo counts a request at the moment at which it arrives, which
 * lies somewhere between sending and answer: so a request counts from when it is sent until a whole window after its
 * answer, and in no phase of Klaviyo's fixed windows can more arrive than are counted here.
 */
export class SlidingLog {
  /** Ends, rising; those older than the longest window are dropped now and then. */
  private ends: number[] = [];
  private open = 0;

  begin(count = 1): void {
    this.open += count;
  }

  /** A request was answered, or given up on. */
  end(now: number, count = 1): void {
    this.open = Math.max(0, this.open - count);
    for (let i = 0; i < count; i += 1) this.push(now);
  }

  /** A request that was never sent. */
  cancel(count = 1): void {
    this.open = Math.max(0, this.open - count);
  }

  /** Requests that somebody else may have sent until then. */
  hold(until: number, count: number): void {
    for (let i = 0; i < count; i += 1) this.push(until);
    this.ends.sort((a, b) => a - b);
  }

  /** Requests that count within a window that ends now. */
  count(windowMs: number, now: number): number {
    return this.open + this.ends.length - this.firstAfter(now - windowMs);
  }

  /**
   * When at most `most` requests still count, if those in flight were answered now.
   */
  freeAt(windowMs: number, most: number, now: number): number {
    if (this.open > most) return now + windowMs + 1;
    const index = this.ends.length - (most - this.open) - 1;
    const end = this.ends[index];
    return index < 0 || end === undefined ? now : end + windowMs + 1;
  }

  /** Forgets what no window reaches any more. */
  prune(longestMs: number, now: number): void {
    const first = this.firstAfter(now - longestMs);
    // A splice for every request would move the whole array each time.
    if (first > 512 || first === this.ends.length) this.ends.splice(0, first);
  }

  private push(at: number): void {
    this.ends.push(Math.max(at, this.ends.at(-1) ?? at));
  }

  /** Index of the first end later than `time`: both ends of a window count, so one exactly a window old still does. */
  private firstAfter(time: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] ?? 0) >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
