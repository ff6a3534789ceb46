/** What one installation is doing, in numbers. Times are epoch milliseconds. */
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
    /** Items that were not sent, by reason, as long as activity is kept. */
    readonly ignored: Readonly<Record<string, number>>;
    /** Items that were sent with less than they had, by reason. */
    readonly warned?: Readonly<Record<string, number>>;
  };
  /** By reason of those counts: what it means, and what to do about it. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** Null when nothing waits. */
  readonly oldestWaitingAt: number | null;
  /** When what has waited longest is given up and becomes a dead letter; null when nothing waits. */
  readonly waitingEndsAt?: number | null;
  readonly capabilities?: readonly CapabilityState[];
  readonly freshness?: Freshness;
  /** Operations that have sent something lately, or must not. */
  readonly budget?: readonly BudgetUse[];
  readonly series?: Series;
  readonly mappings?: readonly MappingState[];
  readonly [more: string]: unknown;
}

/** A capability of the manifest, by its id. Which scopes it needs, the manifest tells. */
export interface CapabilityState {
  readonly id: string;
  /** By the settings. */
  readonly on: boolean;
  /** The vendor refuses it until then, or until it is connected again; null where it flows. */
  readonly pausedUntil: number | null;
}

/** How long events took from being accepted to being delivered. Null where none was delivered. */
export interface Freshness {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Events measured. */
  readonly count: number;
  /** Over so long a time, back from now (ms). */
  readonly overMs: number;
}

/** How much of what the vendor permits of one operation is in use. */
export interface BudgetUse {
  readonly operation: string;
  readonly windows: readonly {
    readonly windowMs: number;
    /** Requests in the window that ends now, those under way included. */
    readonly used: number;
    /** Requests that this installation allows itself in it. */
    readonly limit: number;
  }[];
  /** The vendor has told to wait until then; null where it has not. */
  readonly blockedUntil: number | null;
}

/** What became of events, step by step, the oldest first. */
export interface Series {
  readonly stepMs: number;
  readonly points: readonly {
    readonly at: number;
    readonly delivered: number;
    readonly failed: number;
    /** The most that was waiting at a look in this step; null where nobody looked. */
    readonly waiting: number | null;
  }[];
}

/** One audience on what it is mapped to. */
export interface MappingState {
  readonly audienceId: string;
  readonly targetId: string;
  readonly mode: string;
  /** `new`: nothing was sent yet. `paused`: it waits for a person, `reason` says why. */
  readonly state: 'new' | 'running' | 'paused' | 'off';
  readonly reason: string | null;
  /** Members there whom this extension has put there, and whom it found there; null before it was read. */
  readonly ours: number | null;
  readonly found: number | null;
  /** Members whose place there has not been settled. */
  readonly waiting: number;
}
