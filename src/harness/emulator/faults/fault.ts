import type { JsonValue } from '../json.js';
import type { JobFate } from '../state/import-job.js';

/** What a fault does to the requests it meets. */
export type FaultEffect =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** JSON, or text that is sent as HTML. Left out: an error document of that status, HTML for 502 and 524. */
      readonly body?: JsonValue;
      readonly headers?: Readonly<Record<string, string>>;
      readonly retryAfter?: number;
      readonly code?: string;
    }
  | { readonly kind: 'storm'; readonly retryAfter?: number }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' }
  /** Never answered. With `ms`, the write lands so much later on the emulator's clock. */
  | { readonly kind: 'hang'; readonly ms?: number }
  | { readonly kind: 'list-deleted'; readonly list?: string }
  | ({ readonly kind: 'job' } & JobFate);

/** Which requests a fault meets. Everything left out matches. */
export interface FaultMatch {
  readonly method?: string;
  /** The path without its query; `*` stands for anything. */
  readonly path?: string;
  /** `operationId`, or `oauth_token`, `oauth_revoke`, `oauth_authorize`. */
  readonly operation?: string;
  readonly account?: string;
}

/** A fault as scripted. */
export type FaultScript = FaultEffect & {
  readonly match?: FaultMatch;
  /** How many requests it meets; without end where left out. */
  readonly count?: number;
  /** How many matching requests pass first. */
  readonly skip?: number;
  /** The share of matching requests it meets, 0 to 1, drawn from `seed`. */
  readonly probability?: number;
  readonly seed?: number;
  /** It ends so much later on the emulator's clock. */
  readonly forMs?: number;
};

/** A fault in force. */
export interface ActiveFault {
  readonly id: string;
  readonly script: FaultScript;
  /** Requests met so far. */
  readonly met: number;
  readonly left: number | null;
}

/** A request as faults see it. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  readonly account: string | null;
}
