import type { RateWindow } from './rate-limit-header.js';

/** One entry of a JSON:API error document. `detail` changes without notice: branch on status, code and pointer. */
export interface KlaviyoErrorItem {
  /** Letters, digits, `_`, `-` and `.`, 64 at most; `unknown` where it is anything else. */
  readonly code: string;
  /** Klaviyo's own words: they may quote what was sent, so they are never shown as they are. */
  readonly title: string;
  /** As {@link title}. */
  readonly detail: string;
  /** Into the request's body; `null` where Klaviyo names no place. 1000 characters at most. */
  readonly pointer: string | null;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What came back for a request, whatever the status and whoever wrote it. {@link judgeAnswer} tells whose word it is. */
export interface KlaviyoAnswer {
  readonly status: number;
  /** Parsed JSON; a text where it was none (a CDN answers HTML); `null` where it was empty. */
  readonly body: unknown;
  /** `Content-Type` without its parameters, in lower case; null where there is none. */
  readonly mediaType: string | null;
  /** Empty where the body is no error document. */
  readonly errors: readonly KlaviyoErrorItem[];
  /** `X-Klaviyo-Req-Id`, to quote to Klaviyo's support. 64 characters at most. */
  readonly requestId: string | null;
  /** `X-Klaviyo-Api-Revision`: the revision that served it. */
  readonly servedRevision: string | null;
  /** Whether it carries any of the headers that Klaviyo puts on every answer of its own. */
  readonly hasKlaviyoHeader: boolean;
  /** `Retry-After` in whole or in parts of a second, 24 hours at most; null where it is absent or unreadable. */
  readonly retryAfterMs: number | null;
  /** The windows in force, from `RateLimit-Limit`; absent on a 429. */
  readonly windows: readonly RateWindow[];
  /** `X-Klaviyo-Api-Retirement-Date`. */
  readonly retirement: string | null;
  /** The origin that was asked. */
  readonly origin: string;
  /** From sending to the last byte. */
  readonly ms: number;
}
