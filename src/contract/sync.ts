import type { Call } from './call.js';
import type { Issue } from './issue.js';
import type { Page, PageQuery } from './operations.js';

/**
 * `load`: everything that was there before the installation was connected. `reconcile`: compares the platform with the
 * vendor, and repairs where that is wanted.
 */
export type SyncKind = 'load' | 'reconcile';

/** What a run is to do. What is left out takes its default. */
export interface SyncRequest {
  readonly kind: SyncKind;
  /** Load: members with profile and points. Default true. */
  readonly members?: boolean;
  /** Load: fill the lists of these audiences, by their ids. Default: all that are mapped. */
  readonly audiences?: readonly string[];
  /**
   * Load: events of the past from here on (epoch ms), recorded without starting anything at the vendor; they end where
   * the live stream began. Default: none.
   */
  readonly eventsFrom?: number;
  /** Reconcile: repair what differs. Default true; false only reports. */
  readonly repair?: boolean;
}

/** What filling one list would do. */
export interface SyncPlanList {
  readonly audienceId: string;
  readonly audience: string;
  readonly listId: string;
  readonly list: string;
  readonly mode: string;
  /** Members who would be added. */
  readonly joins: number;
  /** Members of the audience who are on the list already. */
  readonly there: number;
}

/** What a load would do and cost. Making it sends nothing that changes anything. */
export interface SyncPlan {
  readonly kind: SyncKind;
  readonly members: {
    readonly total: number;
    /** Profiles that the vendor does not have yet, and may bill for. */
    readonly create: number;
    readonly update: number;
    /** Members who cannot be sent, by reason. */
    readonly notSendable: Readonly<Record<string, number>>;
  };
  readonly lists: readonly SyncPlanList[];
  /** Events of the past; null where none are asked for. */
  readonly events: number | null;
  /** Requests needed, by operation. */
  readonly requests: Readonly<Record<string, number>>;
  /** How long it takes, at the rate measured so far (ms). */
  readonly expectedMs: number;
  /** What a person should know before it starts: a code and a sentence each. */
  readonly warnings: readonly Issue[];
  /** By reason for which members cannot be sent: what it means, and what to do about it. */
  readonly reasons?: Readonly<Record<string, string>>;
}

export type SyncState = 'running' | 'paused' | 'done' | 'cancelled' | 'failed';

/** A difference between the platform and the vendor. */
export interface Drift {
  /** `missing`: not at the vendor. `different`: another value there. `extra`: there, and should not be. */
  readonly kind: 'missing' | 'different' | 'extra';
  /** `profile`, `points`, or `list`. */
  readonly about: string;
  readonly count: number;
  /** Some of them: the member's id or the vendor's, the list, the names of the fields; no personal data. */
  readonly examples: readonly DriftExample[];
}

export interface DriftExample {
  readonly memberId: string | null;
  readonly profileId: string | null;
  readonly listId?: string;
  readonly fields?: readonly string[];
}

/** A run as it stands. Times are epoch milliseconds. */
export interface SyncRun {
  readonly id: string;
  readonly kind: SyncKind;
  readonly state: SyncState;
  /** What it is at now: `members`, `lists`, `events`, `sending`, `comparing`, `second-look`. */
  readonly phase: string;
  readonly request: SyncRequest;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Items to go through, as counted at the start. */
  readonly total: number;
  /** Items that have arrived, of those that were gone through. */
  readonly done: number;
  readonly failed: number;
  /** Not sent, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** By reason of those: what it means, and what to do about it. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** Items a second over the last minute; null before anything is known. */
  readonly rate: number | null;
  /** Time left at this rate (ms); null where nothing can be said. */
  readonly remainingMs: number | null;
  /** Of a reconciliation. */
  readonly drift: readonly Drift[];
  /** Why it failed or was paused by itself: a sentence that tells what to do. */
  readonly reason: string | null;
}

export type SyncAction = 'pause' | 'resume' | 'cancel';

/** Optional: an extension that can bring over what was there before, and prove that both sides are equal. */
export interface Synchronisation {
  /**
   * What a run would do and cost; nothing is sent that changes anything.
   * @throws Fault `not_active`, `invalid_sync_request`
   */
  planSync(call: Call, request: SyncRequest): Promise<SyncPlan>;
  /**
   * Starts a run, or answers the one of this kind that is under way.
   * @throws Fault `not_active`, `invalid_sync_request`
   */
  startSync(call: Call, request: SyncRequest): Promise<SyncRun>;
  /** @throws Fault `run_unknown`, `run_ended` */
  controlSync(call: Call, runId: string, action: SyncAction): Promise<SyncRun>;
  /** Newest first. */
  syncRuns(call: Call, query: PageQuery): Promise<Page<SyncRun>>;
}
