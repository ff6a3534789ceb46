import type { KlaviyoAnswer } from '../klaviyo/index.js';

/** One thing that Klaviyo found wrong with a request. */
export interface RequestFault {
  readonly code: string;
  /** JSON pointer into the request's body; null where Klaviyo names no place. */
  readonly pointer: string | null;
}

/** What became of one request, in the words that delivery decides by. */
export type Outcome<T = undefined> =
  | { readonly kind: 'done'; readonly value: T; readonly answer: KlaviyoAnswer }
  /** 429: not a failure. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly answer: KlaviyoAnswer }
  /** Klaviyo is unwell: 5xx. `doubt` where a gateway has answered and the write may have gone through behind it. */
  | {
      readonly kind: 'unwell';
      readonly code: string;
      readonly doubt: boolean;
      readonly answer: KlaviyoAnswer;
    }
  /** 401 after a refresh, or 403: a permission is missing. */
  | { readonly kind: 'forbidden'; readonly code: string; readonly answer: KlaviyoAnswer }
  /** 404: what the request addressed is not there. */
  | { readonly kind: 'missing'; readonly answer: KlaviyoAnswer }
  /** Any other 4xx: the items themselves. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly pointer: string | null;
      /** Everything that was found wrong; the first of it is `code` and `pointer`. */
      readonly faults: readonly RequestFault[];
      readonly answer: KlaviyoAnswer;
    };
