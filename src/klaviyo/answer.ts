import type { RateWindow } from './rate-limit-header.js';

/** One entry of a JSON:API error document. `detail` changes without notice: branch on status, code and pointer. */
export interface KlaviyoErrorItem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Into the request's body; `null` where Klaviyo names no place. */
  readonly pointer: string | null;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What Klaviyo answered, whatever the status. */
export interface KlaviyoAnswer {
  readonly status: number;
  /** Parsed JSON; a text where it was none (a CDN answers HTML); `null` where it was empty. */
  readonly body: unknown;
  /** Empty below 400, and where the body is no error document. */
  readonly errors: readonly KlaviyoErrorItem[];
  /** `X-Klaviyo-Req-Id`, to quote to Klaviyo's support. */
  readonly requestId: string | null;
  /** `Retry-After`, present on a 429 only; it can be hours. */
  readonly retryAfterMs: number | null;
  /** The windows in force, from `RateLimit-Limit`; absent on a 429. */
  readonly windows: readonly RateWindow[];
  /** `X-Klaviyo-Api-Retirement-Date`. */
  readonly retirement: string | null;
  /** From sending to the last byte. */
  readonly ms: number;
}
