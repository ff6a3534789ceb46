import { OAuthError } from './oauth-error.js';

const MOST_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** About ten refreshes a minute for one install [?]; fixed minutes, as the API's own limits have. */
export class RefreshLimit {
  readonly #minutes = new Map<string, { start: number; used: number }>();

  /** @throws OAuthError 429 with `Retry-After`. */
  spend(install: string, now: number): void {
    const start = now - (now % MINUTE_MS);
    const known = this.#minutes.get(install);
    const minute = known?.start === start ? known : { start, used: 0 };
    this.#minutes.set(install, minute);
    if (minute.used >= MOST_A_MINUTE) {
      const wait = Math.ceil((start + MINUTE_MS - now) / 1000);
      throw new OAuthError(429, 'rate_limit_exceeded', 'Too many refreshes.', {
        'retry-after': String(wait),
      });
    }
    minute.used += 1;
  }

  clear(): void {
    this.#minutes.clear();
  }
}
