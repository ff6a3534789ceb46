import type { Clock } from '../contract/index.js';
import type { RateWindow } from '../klaviyo/index.js';

/** Klaviyo's published windows; what a response's header says replaces them. Source: OpenAPI, `x-klaviyo-ratelimit`. */
const PUBLISHED: Readonly<Record<string, readonly RateWindow[]>> = {
  create_event: [
    { limit: 350, windowMs: 1_000 },
    { limit: 3_500, windowMs: 60_000 },
  ],
  create_or_update_profile: [
    { limit: 75, windowMs: 1_000 },
    { limit: 750, windowMs: 60_000 },
  ],
  get_lists: [
    { limit: 75, windowMs: 1_000 },
    { limit: 750, windowMs: 60_000 },
  ],
  get_profile_ids_for_list: [
    { limit: 75, windowMs: 1_000 },
    { limit: 750, windowMs: 60_000 },
  ],
  update_profile: [
    { limit: 75, windowMs: 1_000 },
    { limit: 750, windowMs: 60_000 },
  ],
};

/** For an operation that is not in the table: the tightest that Klaviyo has for writes. */
const CAUTIOUS: readonly RateWindow[] = [
  { limit: 10, windowMs: 1_000 },
  { limit: 150, windowMs: 60_000 },
];

/**
 * What Klaviyo permits one account, kept as a sliding log for each operation: in no stretch of a window's length are
 * more requests sent than the window permits, so no phase of Klaviyo's own fixed windows is ever exceeded.
 */
export class RateBudget {
  private readonly logs = new Map<string, number[]>();
  private readonly learnt = new Map<string, readonly RateWindow[]>();
  private readonly blockedUntil = new Map<string, number>();

  /** @param share the part of each window that this extension may use, above 0 and up to 1 */
  constructor(
    private readonly clock: Clock,
    private readonly share: number,
  ) {}

  /** Takes one request from the budget. @returns 0 when it may be sent now, else the milliseconds to wait. */
  take(operation: string): number {
    const now = this.clock.now();
    const blocked = (this.blockedUntil.get(operation) ?? 0) - now;
    if (blocked > 0) return blocked;
    const windows = this.learnt.get(operation) ?? PUBLISHED[operation] ?? CAUTIOUS;
    const log = this.log(operation, now - Math.max(...windows.map((window) => window.windowMs)));
    const wait = Math.max(0, ...windows.map((window) => this.waitFor(log, window, now)));
    if (wait === 0) log.push(now);
    return wait;
  }

  /** Takes the limits in force from a response. */
  learn(operation: string, windows: readonly RateWindow[]): void {
    if (windows.length > 0) this.learnt.set(operation, windows);
  }

  /** After a 429: nothing of this operation for so long. */
  block(operation: string, ms: number): void {
    const until = this.clock.now() + ms;
    this.blockedUntil.set(operation, Math.max(until, this.blockedUntil.get(operation) ?? 0));
  }

  private waitFor(log: readonly number[], { limit, windowMs }: RateWindow, now: number): number {
    const permitted = Math.max(1, Math.floor(limit * this.share));
    const oldest = log[log.length - permitted];
    // One millisecond more: both ends of Klaviyo's window count.
    return oldest === undefined ? 0 : Math.max(0, oldest + windowMs + 1 - now);
  }

  private log(operation: string, since: number): number[] {
    const log = (this.logs.get(operation) ?? []).filter((at) => at > since);
    this.logs.set(operation, log);
    return log;
  }
}
