import type { JsonValue } from '../json.js';
import type { JobFate } from '../state/import-job.js';

/** Instead of Klaviyo's answer comes a scripted one. */
export type AnswerFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** JSON, or text that is sent as it is. Left out: an error document of that status, HTML for 502 and 524. */
      readonly body?: JsonValue;
      /** Of the body; JSON:API for JSON and HTML for text where it is left out. */
      readonly mediaType?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Seconds. */
      readonly retryAfter?: number;
      readonly code?: string;
      /** Whether something on the way answers, without Klaviyo's headers. Left out: text is foreign, JSON is not. */
      readonly foreign?: boolean;
      /** True where Klaviyo has done what was asked and only its answer is replaced. */
      readonly acts?: boolean;
    }
  /** A page of something on the way: a portal, a firewall, a proxy. 502 where no status is named. */
  | {
      readonly kind: 'gateway';
      readonly status?: number;
      /** Where a redirect leads. */
      readonly location?: string;
      readonly acts?: boolean;
    }
  /** Klaviyo's own 410 to every call of the API, whichever revision it names. */
  | { readonly kind: 'revision-retired' }
  /** The token endpoint's own refusal; 503 where no status is named. */
  | {
      readonly kind: 'token-failing';
      readonly status?: number;
      readonly error?: string;
      readonly retryAfter?: number;
    }
  | { readonly kind: 'storm'; readonly retryAfter?: number };

/** Klaviyo acts and answers, and one thing in its answer is wrong. */
export type ContentFault =
  /** `links.next` names the page itself. */
  | { readonly kind: 'page-loop' }
  /** `links.next` leads to another origin. */
  | { readonly kind: 'foreign-page'; readonly origin?: string }
  /** What a token says of its own life; left out, it says nothing. */
  | { readonly kind: 'expires-in'; readonly value?: JsonValue };

/** Klaviyo acts, and its answer arrives badly. */
export type WayFault =
  /** In small pieces, one after each pause. Without `lastsMs` it never ends: blanks follow the body. */
  | {
      readonly kind: 'trickle';
      readonly everyMs?: number;
      readonly lastsMs?: number;
    }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'cut-body' }
  /** Compressed, and broken so that it cannot be read. */
  | { readonly kind: 'corrupt-gzip' };

/** What a fault does to the requests it meets. */
export type FaultEffect =
  | AnswerFault
  | ContentFault
  | WayFault
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

/** What a kind meets where its script does not say otherwise: elsewhere it would mean nothing. */
export const USUAL_MATCH: Readonly<Partial<Record<FaultEffect['kind'], FaultMatch>>> = {
  'revision-retired': { path: '/api/*' },
  'token-failing': { operation: 'oauth_token' },
  'expires-in': { operation: 'oauth_token' },
  'page-loop': { method: 'GET' },
  'foreign-page': { method: 'GET' },
  job: { operation: 'bulk_import_profiles' },
};
