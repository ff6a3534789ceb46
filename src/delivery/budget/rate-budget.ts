import type { BudgetUse, Clock } from '../../contract/index.js';
import type { RateWindow } from '../../klaviyo/index.js';
import type { SpentSlice, StoredBudget } from '../../store/index.js';
import type { BudgetView } from './budget-view.js';
import { publishedWindows } from './published-windows.js';
import { SlidingLog } from './sliding-log.js';

/** Part of each window that backfill leaves to live work, so that a load delays no live event. */
const LIVE_RESERVE = 0.1;
/** A slice is put aside for so many parts of the smallest long window at least: some thirty writes a minute. */
const SLICES = 30;
/** A slice is spent within this time, or put aside anew. */
const SLICE_MS = 2_000;

/** Leave to send requests of one operation. Every one taken is given back, by `end` or by `cancel`. */
export interface Permit {
  readonly operation: string;
  /** The request was answered or given up on. */
  end(): void;
  /** It was never sent. */
  cancel(): void;
}

interface Slice {
  until: number;
  /** Put aside and not spent yet. */
  left: number;
}

/**
 * What Klaviyo permits one account, kept as a sliding log for each operation: in no stretch of a window's length are
 * more requests under way than the window permits, so no phase of Klaviyo's own fixed windows is ever exceeded.
 *
 * What is going to be spent is stored first, a slice at a time ({@link needed}, {@link putAside}), so that after a
 * crash the next owner of the lane counts it as spent.
 */
export class RateBudget implements BudgetView {
  private readonly logs = new Map<string, SlidingLog>();
  private readonly learnt = new Map<string, readonly RateWindow[]>();
  private readonly blockedUntil = new Map<string, number>();
  private readonly slices = new Map<string, Slice>();
  private readonly spent = new Map<string, [until: number, count: number][]>();

  /** @param share the part of each window that this extension may use, above 0 and up to 1 */
  constructor(
    private readonly clock: Clock,
    readonly share: number,
  ) {}

  available(operation: string, backfill = false): number {
    const now = this.clock.now();
    if ((this.blockedUntil.get(operation) ?? 0) > now) return 0;
    const log = this.log(operation);
    const room = this.windows(operation).map(
      (window) => this.permitted(window, backfill) - log.count(window.windowMs, now),
    );
    return Math.max(0, Math.min(...room));
  }

  readyAt(operation: string, count = 1, backfill = false): number {
    const now = this.clock.now();
    const log = this.log(operation);
    const times = this.windows(operation).map((window) => {
      const permitted = this.permitted(window, backfill);
      const first = Math.min(count, permitted);
      const later = Math.floor((count - first) / permitted) * window.windowMs;
      return log.freeAt(window.windowMs, permitted - first, now) + later;
    });
    return Math.max(now, this.blockedUntil.get(operation) ?? 0, ...times);
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
    let given = false;
    const once = (give: () => void) => () => {
      if (given) return;
      given = true;
      give();
    };
    return {
      operation,
      end: once(() => {
        const now = this.clock.now();
        log.end(now);
        log.prune(Math.max(...this.windows(operation).map(({ windowMs }) => windowMs)), now);
      }),
      cancel: once(() => log.cancel()),
    };
  }

  /** Takes the limits in force from an answer. */
  learn(operation: string, windows: readonly RateWindow[]): void {
    if (windows.length > 0) this.learnt.set(operation, windows);
  }

  /** After a 429, or a missing permission: nothing of this operation for so long. */
  block(operation: string, ms: number): void {
    const until = this.clock.now() + ms;
    this.blockedUntil.set(operation, Math.max(until, this.blockedUntil.get(operation) ?? 0));
  }

  unblock(): void {
    this.blockedUntil.clear();
  }

  /**
   * Whether `count` requests can go with what has been put aside; if so they are counted against it. Otherwise
   * {@link putAside} first.
   */
  spend(operation: string, count: number): boolean {
    const slice = this.slices.get(operation);
    if (!slice || slice.left < count || slice.until < this.clock.now()) return false;
    slice.left -= count;
    this.note(operation, slice.until, count);
    return true;
  }

  /** Puts a slice aside that has room for `count`. It counts once {@link stored} is in the store. */
  putAside(operation: string, count: number): void {
    const { count: steady } = this.steadyLimit(operation);
    const left = Math.max(count, Math.ceil(steady / SLICES));
    this.slices.set(operation, { until: this.clock.now() + SLICE_MS, left });
  }

  /** What the next owner has to count as spent, for the lane's row. */
  stored(): StoredBudget {
    const now = this.clock.now();
    const spent: Record<string, SpentSlice[]> = {};
    for (const operation of new Set([...this.spent.keys(), ...this.slices.keys()])) {
      const longest = Math.max(...this.windows(operation).map(({ windowMs }) => windowMs));
      const past = (this.spent.get(operation) ?? []).filter(([until]) => until > now - longest);
      this.spent.set(operation, past);
      const slice = this.slices.get(operation);
      const ahead: SpentSlice[] =
        slice && slice.left > 0 && slice.until >= now ? [[slice.until, slice.left]] : [];
      if (past.length + ahead.length > 0) spent[operation] = [...past, ...ahead];
    }
    return {
      spent,
      blocked: Object.fromEntries([...this.blockedUntil].filter(([, until]) => until > now)),
    };
  }

  /** Counts what an owner before has put aside as spent. */
  restore({ spent, blocked }: StoredBudget): void {
    const now = this.clock.now();
    for (const [operation, slices] of Object.entries(spent)) {
      const longest = Math.max(...this.windows(operation).map(({ windowMs }) => windowMs));
      for (const [until, count] of slices) {
        if (until <= now - longest) continue;
        this.log(operation).hold(until, count);
        this.note(operation, until, count);
      }
    }
    for (const [operation, until] of Object.entries(blocked)) {
      if (until > now) this.block(operation, until - now);
    }
  }

  /** Operations that count something in a window, or that must wait; by name. */
  uses(): readonly BudgetUse[] {
    const now = this.clock.now();
    const names = [...new Set([...this.logs.keys(), ...this.blockedUntil.keys()])].toSorted();
    return names.flatMap((operation): BudgetUse[] => {
      const log = this.log(operation);
      const windows = this.windows(operation).map((window) => ({
        windowMs: window.windowMs,
        used: log.count(window.windowMs, now),
        limit: this.permitted(window, false),
      }));
      const until = this.blockedUntil.get(operation) ?? 0;
      const blockedUntil = until > now ? until : null;
      const isIdle = blockedUntil === null && windows.every(({ used }) => used === 0);
      return isIdle ? [] : [{ operation, windows, blockedUntil }];
    });
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
