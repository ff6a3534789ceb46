import type { Operation, RateLimit } from '../operations/operation.js';
import { OPERATIONS } from '../operations/operation-table.js';
import { RateWindows, type Standing } from './rate-windows.js';

/** `include=` and `additional-fields` cost more, and fall into a bucket of their own. */
const COSTLY_LIMIT: RateLimit = { burst: 1, steady: 15 };

/** A change of the limits; see `POST /__admin/limits`. */
export interface LimitChange {
  /** One operation; all where left out. */
  readonly operation?: string;
  readonly burst?: number;
  readonly steady?: number;
  readonly daily?: number;
  /** True lifts the limits, false puts them back in force. */
  readonly off?: boolean;
}

/** How often each install may call each operation, and how often it did. */
export class RateLimits {
  readonly #changed = new Map<string, RateLimit | 'off'>();
  readonly #windows = new Map<string, RateWindows>();

  constructor(private allOff: boolean) {}

  /** The limit in force, or null where it is lifted. */
  of(operation: Operation, costly = false): RateLimit | null {
    const changed = this.#changed.get(operation.id);
    if (changed === 'off') return null;
    if (changed !== undefined) return changed;
    if (this.allOff) return null;
    return costly ? COSTLY_LIMIT : operation.limit;
  }

  /** Spends one call of an install. */
  take(install: string, operation: Operation, limit: RateLimit, costly: boolean, now: number): Standing {
    const key = `${install} ${operation.id}${costly ? '+' : ''}`;
    let windows = this.#windows.get(key);
    if (windows === undefined) {
      windows = new RateWindows();
      this.#windows.set(key, windows);
    }
    return windows.take(limit, now);
  }

  change(change: LimitChange): void {
    if (change.operation === undefined && change.off !== undefined) {
      this.allOff = change.off;
      this.#changed.clear();
    }
    for (const operation of OPERATIONS) {
      if (change.operation !== undefined && change.operation !== operation.id) continue;
      if (change.off === true) {
        if (change.operation !== undefined) this.#changed.set(operation.id, 'off');
      } else if (change.burst !== undefined || change.steady !== undefined || change.daily !== undefined) {
        const before = this.#changed.get(operation.id);
        this.#changed.set(
          operation.id,
          changed(before === 'off' || before === undefined ? operation.limit : before, change),
        );
      } else if (change.off === false) this.#changed.delete(operation.id);
    }
  }

  /** Forgets what was spent. */
  refill(): void {
    this.#windows.clear();
  }

  /** Everything as it was at first. */
  reset(allOff: boolean): void {
    this.allOff = allOff;
    this.#changed.clear();
    this.refill();
  }

  view(): Readonly<Record<string, RateLimit | 'off'>> {
    return Object.fromEntries(OPERATIONS.map((one) => [one.id, this.of(one) ?? 'off']));
  }
}

const changed = (before: RateLimit, { burst, steady, daily }: LimitChange): RateLimit => ({
  ...before,
  ...(burst === undefined ? {} : { burst }),
  ...(steady === undefined ? {} : { steady }),
  ...(daily === undefined ? {} : { daily }),
});
