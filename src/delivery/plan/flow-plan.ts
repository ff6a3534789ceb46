import type { Need } from './candidate.js';
import type { RequestLimits } from './limits.js';

/** How the planner sees one kind of step: what its requests cost, and how much one carries. */
export interface FlowPlan {
  readonly need: Need;
  /** Flows of a lower turn are given what may be sent first. */
  readonly turn: number;
  /** Operation of a request for one member; null where all go by requests for many. */
  readonly single: string | null;
  /**
   * Operations of a request for many, none where each goes alone. Of several any may be needed: which shows when the
   * members are loaded, so all of them are kept free.
   */
  readonly bulk: readonly string[];
  /** What a request for many takes longer (ms): an import job runs after its submission. */
  readonly bulkDelayMs: number;
  /** Of a request for many. */
  readonly limits: RequestLimits;
  /** Of the backfill nobody waits for it: one request at a time is filled up, with members who are alike. */
  readonly fillsUp: boolean;
}
