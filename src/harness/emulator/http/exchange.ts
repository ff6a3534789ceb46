import type { WayFault } from '../faults/fault.js';
import type { JsonValue } from '../json.js';

/** A request as the emulator sees it, whether it came over HTTP or by a call in process. Header names in lower case. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What the emulator answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON:API; kept as a value so that it can be checked against the contract before it is written. */
  readonly json?: JsonValue | object;
  /** Sent as it is. In pieces where one string would be too long for the engine. */
  readonly text?: string | Iterable<string>;
  /** True where something on the way answers instead of Klaviyo: nothing of Klaviyo's own headers is added. */
  readonly foreign?: true;
}

/**
 * What becomes of a call: an answer, which a fault may send on a bad `way`, or a connection cut (`reset`) or held open
 * (`silence`) by one.
 */
export type Outcome =
  | { readonly fate: 'answer'; readonly answer: Answer; readonly way?: WayFault }
  | { readonly fate: 'reset' }
  | { readonly fate: 'silence' };
