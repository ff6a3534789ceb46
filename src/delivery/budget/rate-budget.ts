import { type BudgetUse, type Clock, readMonotonic } from '../../contract/index.js';
import { LONGEST_WAIT_MS, type RateWindow } from '../../klaviyo/index.js';
import type { SpentSlice, StoredBudget } from '../../store/index.js';
import type { BudgetView } from './budget-view.js';
import { publishedWindows } from './published-windows.js';
import { restoredSlices, SLICE_MS } from './restored-slices.js';
import { SlidingLog } from './sliding-log.js';
import { throttleWait } from './throttle-wait.js';

/** Part of each window that backfill leaves to live work, so that a load delays no live event. */
const LIVE_RESERVE = 0.1;
/** A slice is put aside for so many parts of the smallest long window at least: some thirty writes a minute. */
const SLICES = 30;
/** Leave to send requests of one operation. Every one taken is given back, by `end` or by `cancel`. */
export interface Permit {
  readonly operation: string;
  /** The request was answered or given up on. */
  end(): void;
  /** It was never sent. */
  cancel(): void;
}

interface Slice {
  /** Monotonic milliseconds, as every moment in here. */
  until: number;
  /** Put aside and not spent yet. */
  left: number;
}

interface Block {
  readonly until: number;
  /** How long it was meant to last when it began. */
  readonly ms: number;
}

interface Throttling {
  /** 429 in a row, without a success between them. */
  streak: number;
  /** Whether a request was let go since the last one: a late answer to an earlier one counts no further. */
  triedSince: boolean;
}

/**
 * What Klaviyo permits one account, kept as a sliding log for each operation: in no stretch of a window's length are
 * more requests under way than the window permits, so no phase of Klaviyo's own fixed windows is ever exceeded.
 *
 * What is going to be spent is stored first, a slice at a time ({@link needed}, {@link putAside}), so that after a
 * crash the next owner of the lane counts it as spent.
 *
 * Every span in here is measured by the monotonic clock: the time of day may be set back or forward at any moment. It is
 * told to the outside, and kept in the store, as the time of day all the same; what comes back from there is believed to
 * mean at most the longest that it can mean.
 */
export class RateBudget implements BudgetView {
  private readonly logs = new Map<string, SlidingLog>();
  private readonly learnt = new Map<string, readonly RateWindow[]>();
  private readonly blocks = new Map<string, Block>();
  private readonly throttlings = new Map<string, Throttling>();
  private readonly slices = new Map<string, Slice>();
  private readonly spent = new Map<string, [until: number, count: number][]>();

  /** @param share the part of each window that this extension may use, above 0 and up to 1 */
  constructor(
    private readonly clock: Clock,
    readonly share: number,
  ) {}

  available(operation: string, backfill = false): number {
    const now = this.now();
    if (this.blockedFor(operation, now) > 0) return 0;
    const log = this.log(operation);
    const room = this.windows(operation).map(
      (window) => this.permitted(window, backfill) - log.count(window.windowMs, now),
    );
    return Math.max(0, Math.min(...room));
  }

  readyAt(operation: string, count = 1, backfill = false): number {
    const now = this.now();
    const log = this.log(operation);
    const times = this.windows(operation).map((window) => {
      const permitted = this.permitted(window, backfill);
      const first = Math.min(count, permitted);
      const later = Math.floor((count - first) / permitted) * window.windowMs;
      return log.freeAt(window.windowMs, permitted - first, now) + later;
    });
    const latest = Math.max(now + this.blockedFor(operation, now), ...times);
    return this.clock.now() + Math.max(0, Math.ceil(latest - now));
  }

  steadyLimit(operation: string): { readonly count: number; readonly windowMs: number } {
    const slowest = this.windows(operation).reduce((a, b) =>
      a.limit / a.windowMs <= b.limit / b.windowMs ? a : b,
    );
    return { count: this.permitted(slowest, false), windowMs: slowest.windowMs };
  }

  /** Takes leave for one request; null when there is none at the moment. */
  take(operation: string, backfill = false): Permit | null {
    if (this.available(operation, backfill) < 1) return null;
    const log = this.log(operation);
    log.begin();
    const throttling = this.throttlings.get(operation);
    if (throttling) throttling.triedSince = true;
    let given = false;
    const once = (give: () => void) => () => {
      if (given) return;
      given = true;
      give();
    };
    return {
      operation,
      end: once(() => {
        const now = this.now();
        log.end(now);
        log.prune(this.longestWindow(operation), now);
      }),
      cancel: once(() => log.cancel()),
    };
  }

  /** Takes the limits in force from an answer that Klaviyo has given to a request that it let in. */
  learn(operation: string, windows: readonly RateWindow[]): void {
    this.throttlings.delete(operation);
    if (windows.length > 0) this.learnt.set(operation, windows);
  }

  /**
   * After a 429: nothing of this operation for as long as it says, and for longer each time where it says next to
   * nothing and it goes on.
   *
   * @returns how long (ms)
   */
  throttle(operation: string, ms: number): number {
    const throttling = this.throttlings.get(operation) ?? { streak: 0, triedSince: true };
    if (throttling.triedSince) throttling.streak += 1;
    throttling.triedSince = false;
    this.throttlings.set(operation, throttling);
    const wait = throttleWait(Math.min(LONGEST_WAIT_MS, ms), throttling.streak);
    this.block(operation, wait);
    return wait;
  }

  /** Nothing of this operation for so long, a day at most. */
  block(operation: string, ms: number): void {
    const now = this.now();
    const bounded = Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
    if (this.blockedFor(operation, now) >= bounded) return;
    this.blocks.set(operation, { until: now + bounded, ms: bounded });
  }

  unblock(): void {
    this.blocks.clear();
  }

  /**
   * Whether `count` requests can go with what has been put aside; if so they are counted against it. Otherwise
   * {@link putAside} first.
   */
  spend(operation: string, count: number): boolean {
    const slice = this.slices.get(operation);
    if (!slice || slice.left < count || slice.until < this.now()) return false;
    slice.left -= count;
    this.note(operation, slice.until, count);
    return true;
  }

  /** Puts a slice aside that has room for `count`. It counts once {@link stored} is in the store. */
  putAside(operation: string, count: number): void {
    const { count: steady } = this.steadyLimit(operation);
    const left = Math.max(count, Math.ceil(steady / SLICES));
    this.slices.set(operation, { until: this.now() + SLICE_MS, left });
  }

  /** What the next owner has to count as spent, for the lane's row. */
  stored(): StoredBudget {
    const now = this.now();
    const wall = this.clock.now() - now;
    const spent: Record<string, SpentSlice[]> = {};
    for (const operation of new Set([...this.spent.keys(), ...this.slices.keys()])) {
      const longest = this.longestWindow(operation);
      const past = (this.spent.get(operation) ?? []).filter(([until]) => until > now - longest);
      this.spent.set(operation, past);
      const slice = this.slices.get(operation);
      const ahead: SpentSlice[] =
        slice && slice.left > 0 && slice.until >= now ? [[slice.until, slice.left]] : [];
      const all = [...past, ...ahead].map(([until, count]): SpentSlice => [Math.ceil(until + wall), count]);
      if (all.length > 0) spent[operation] = all;
    }
    const blocks = [...this.blocks].filter(([, { until }]) => until > now);
    return {
      spent,
      blocked: Object.fromEntries(blocks.map(([name, { until }]) => [name, Math.ceil(until + wall)])),
      blockedFor: Object.fromEntries(blocks.map(([name, { ms }]) => [name, ms])),
    };
  }

  /** Counts what an owner before has put aside as spent. */
  restore({ spent, blocked, blockedFor = {} }: StoredBudget): void {
    const now = this.now();
    const wall = this.clock.now();
    for (const [operation, slices] of Object.entries(spent)) {
      for (const [ms, count] of restoredSlices(slices, this.longestWindow(operation), wall)) {
        this.log(operation).hold(now + ms, count);
        this.note(operation, now + ms, count);
      }
    }
    for (const [operation, until] of Object.entries(blocked)) {
      this.block(operation, Math.min(until - wall, blockedFor[operation] ?? LONGEST_WAIT_MS));
    }
  }

  /** Operations that count something in a window, or that must wait; by name. */
  uses(): readonly BudgetUse[] {
    const now = this.now();
    const wall = this.clock.now();
    const names = [...new Set([...this.logs.keys(), ...this.blocks.keys()])].toSorted();
    return names.flatMap((operation): BudgetUse[] => {
      const log = this.log(operation);
      const windows = this.windows(operation).map((window) => ({
        windowMs: window.windowMs,
        used: log.count(window.windowMs, now),
        limit: this.permitted(window, false),
      }));
      const blockedFor = this.blockedFor(operation, now);
      const blockedUntil = blockedFor > 0 ? wall + Math.ceil(blockedFor) : null;
      const isIdle = blockedUntil === null && windows.every(({ used }) => used === 0);
      return isIdle ? [] : [{ operation, windows, blockedUntil }];
    });
  }

  private now(): number {
    return readMonotonic(this.clock);
  }

  private blockedFor(operation: string, now: number): number {
    return Math.max(0, (this.blocks.get(operation)?.until ?? now) - now);
  }

  private longestWindow(operation: string): number {
    return Math.max(...this.windows(operation).map(({ windowMs }) => windowMs));
  }

  private note(operation: string, until: number, count: number): void {
    const past = this.spent.get(operation) ?? [];
    const last = past.at(-1);
    if (last?.[0] === until) last[1] += count;
    else past.push([until, count]);
    this.spent.set(operation, past);
  }

  private permitted({ limit }: RateWindow, backfill: boolean): number {
    const share = Math.max(1, Math.floor(limit * this.share));
    return backfill ? Math.max(1, share - Math.ceil(share * LIVE_RESERVE)) : share;
  }

  private windows(operation: string): readonly RateWindow[] {
    return this.learnt.get(operation) ?? publishedWindows(operation);
  }

  private log(operation: string): SlidingLog {
    const log = this.logs.get(operation) ?? new SlidingLog();
    this.logs.set(operation, log);
    return log;
  }
}
