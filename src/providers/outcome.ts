import type { KlaviyoAnswer, OperationName } from '../klaviyo/index.js';

/** One thing that Klaviyo found wrong with a request. */
export interface RequestFault {
  readonly code: string;
  /** JSON pointer into the request's body; null where Klaviyo names no place. */
  readonly pointer: string | null;
}

/** What became of one request, in the words that delivery decides by. */
export type Outcome<T = undefined> =
  | { readonly kind: 'done'; readonly value: T; readonly answer: KlaviyoAnswer }
  /** 429: not a failure. `retryAfterMs` from a second to 24 hours. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly answer: KlaviyoAnswer }
  /**
   * Trouble of the way: Klaviyo is unwell (5xx), or something else has answered in its place. It says nothing of the
   * items, lists and permissions that the request was about. `doubt` where the write may have landed all the same.
   */
  | {
      readonly kind: 'unwell';
      readonly code: string;
      readonly doubt: boolean;
      readonly answer: KlaviyoAnswer;
    }
  /**
   * The revision of the API that this extension speaks is no longer served (410), or another one has served the request:
   * nothing may be sent until the extension is renewed. `doubt` where the write was served by the other revision.
   */
  | {
      readonly kind: 'retired';
      readonly code: 'revision_retired' | 'revision_fell_forward';
      readonly doubt: boolean;
      readonly answer: KlaviyoAnswer;
    }
  /**
   * Klaviyo's own 401 after a refresh, or 403. Which operation it was; `scopes` are those that it needs, to tell a missing
   * one ({@link missingScopes}) from another reason; `message` is what Klaviyo said, nothing personal in it.
   */
  | {
      readonly kind: 'forbidden';
      readonly code: string;
      readonly operation: OperationName;
      readonly scopes: readonly string[];
      readonly message: string;
      readonly answer: KlaviyoAnswer;
    }
  /** Klaviyo's own 404: something that the request named is not there; the pointers may tell what. */
  | { readonly kind: 'missing'; readonly faults: readonly RequestFault[]; readonly answer: KlaviyoAnswer }
  /** Any other 4xx of Klaviyo's own: the items themselves. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      /** One sentence; nothing personal in it. */
      readonly message: string;
      readonly pointer: string | null;
      /** Everything that was found wrong; the first of it is `code` and `pointer`. */
      readonly faults: readonly RequestFault[];
      readonly answer: KlaviyoAnswer;
    };
