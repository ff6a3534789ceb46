import type { KlaviyoAnswer } from '../klaviyo/index.js';

/** What became of one request, in the words that delivery decides by. */
export type Outcome<T = undefined> =
  | { readonly kind: 'done'; readonly value: T; readonly answer: KlaviyoAnswer }
  /** 429: not a failure. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly answer: KlaviyoAnswer }
  /** Klaviyo is unwell: 5xx. */
  | { readonly kind: 'unwell'; readonly code: string; readonly answer: KlaviyoAnswer }
  /** 401 after a refresh, or 403: a permission is missing. */
  | { readonly kind: 'forbidden'; readonly code: string; readonly answer: KlaviyoAnswer }
  /** 404: what the request addressed is not there. */
  | { readonly kind: 'missing'; readonly answer: KlaviyoAnswer }
  /** Any other 4xx: the item itself. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly pointer: string | null;
      readonly answer: KlaviyoAnswer;
    };
