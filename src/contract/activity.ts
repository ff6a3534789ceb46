import type { Page, PageQuery } from './operations.js';
import type { Json } from './platform.js';

/** Which requests; several narrow each other down. */
export interface ActivityQuery extends PageQuery {
  readonly operation?: string;
  readonly result?: string;
  /** Epoch milliseconds, both ends included. */
  readonly from?: number;
  readonly until?: number;
}

/** One request to the vendor. */
export interface Attempt {
  readonly id: string;
  readonly at: number;
  readonly operation: string;
  readonly items: number;
  readonly result: string;
  readonly status: number | null;
  /** The vendor's own request id, to quote to its support. */
  readonly requestId: string | null;
  readonly ms: number;
}

/** A page of requests, newest first. The first page tells by what they can be narrowed down. */
export interface ActivityPage extends Page<Attempt> {
  readonly operations?: readonly string[];
  readonly results?: readonly string[];
}

/** What caused a request: a member, and the event where there was one. Nothing personal is in clear. */
export interface Cause {
  readonly memberId: string;
  readonly event: Json;
}

/** One request with its content. Nothing personal is in clear; long lists and texts are cut. */
export interface AttemptDetail extends Attempt {
  /** Null where the content was not kept, or is not kept any more. */
  readonly content: {
    readonly method: string;
    readonly path: string;
    readonly request: Json;
    readonly response: Json;
    /** Of a bulk request the first ones. */
    readonly causes: readonly Cause[];
  } | null;
}
