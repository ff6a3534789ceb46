import type { RateLimit } from '../operations/operation.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Window {
  start: number;
  used: number;
}

/** Where a call stands within its limits. */
export type Standing =
  | { readonly allowed: true; readonly remaining: number; readonly resetSeconds: number }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * Fixed windows of a second, a minute and a day, aligned to the clock, for one caller and one endpoint. A call that
 * is refused spends nothing.
 */
export class RateWindows {
  readonly #second: Window = { start: 0, used: 0 };
  readonly #minute: Window = { start: 0, used: 0 };
  readonly #day: Window = { start: 0, used: 0 };

  take(limit: RateLimit, now: number): Standing {
    const windows = [
      { window: this.#second, length: SECOND_MS, most: limit.burst },
      { window: this.#minute, length: MINUTE_MS, most: limit.steady },
      { window: this.#day, length: DAY_MS, most: limit.daily ?? Infinity },
    ];
    let wait = 0;
    for (const { window, length, most } of windows) {
      const start = now - (now % length);
      if (window.start !== start) {
        window.start = start;
        window.used = 0;
      }
      if (window.used >= most) wait = Math.max(wait, start + length - now);
    }
    if (wait > 0) return { allowed: false, retryAfterSeconds: Math.ceil(wait / SECOND_MS) };
    for (const { window } of windows) window.used += 1;
    return {
      allowed: true,
      remaining: limit.burst - this.#second.used,
      resetSeconds: Math.ceil((this.#second.start + SECOND_MS - now) / SECOND_MS),
    };
  }
}
