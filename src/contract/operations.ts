import type { Call } from './call.js';
import type { JsonObject } from './platform.js';

/** What one installation is doing, in numbers. */
export interface Overview {
  readonly state: string;
  readonly account?: { readonly id: string; readonly name: string };
  readonly counts: {
    /** Events accepted and not yet delivered. */
    readonly waitingEvents: number;
    /** States marked and not yet delivered. */
    readonly waitingStates: number;
    /** Delivered in the last 48 hours. */
    readonly delivered: number;
    readonly deadLetters: number;
    readonly ignored: Readonly<Record<string, number>>;
  };
  /** Epoch milliseconds; null when nothing waits. */
  readonly oldestWaitingAt: number | null;
  readonly [more: string]: unknown;
}

export interface PageQuery {
  readonly cursor?: string;
  /** 1 to 1000. */
  readonly limit?: number;
  readonly memberId?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** One request to the vendor. */
export interface Attempt {
  readonly at: number;
  readonly operation: string;
  readonly items: number;
  readonly result: string;
  readonly status: number | null;
  /** The vendor's own request id, to quote to its support. */
  readonly requestId: string | null;
  readonly ms: number;
}

/** Work that was given up on, with the reason; it can be replayed. */
export interface DeadLetter {
  readonly id: string;
  readonly kind: 'event' | 'state';
  /** The event's id or the state's facet. */
  readonly reference: string;
  readonly code: string;
  readonly message: string;
  readonly at: number;
  readonly attempts: number;
}

/** Which dead letters: by id, by cause, or by time. */
export interface DeadLetterSelection {
  readonly ids?: readonly string[];
  readonly code?: string;
  readonly from?: number;
  readonly until?: number;
}

/** Optional: what a console shows of an installation, and the buttons that mend it. */
export interface Operations {
  overview(call: Call): Promise<Overview>;
  activity(call: Call, query: PageQuery): Promise<Page<Attempt>>;
  explainMember(call: Call, memberId: string): Promise<JsonObject>;
  deadLetters(call: Call, query: PageQuery): Promise<Page<DeadLetter>>;
  replay(call: Call, selection: DeadLetterSelection): Promise<{ readonly replayed: number }>;
}
