import type { SyncPlan, SyncRun } from '../../../src/contract/index.js';

/** What a load through kills came to. */
export interface LoadReport {
  readonly plan: SyncPlan;
  readonly load: SyncRun;
  readonly reconciliation: SyncRun;
  readonly kills: number;
  /** Import jobs that Klaviyo accepted, and profiles in them. */
  readonly imports: number;
  readonly imported: number;
  /** Profiles in the largest of them. */
  readonly largestImport: number;
  /** The fewest imports that could carry the same bytes and the same number of profiles. */
  readonly leastImports: number;
  /** All requests but those of the reconciliation, by operation. */
  readonly requests: ReadonlyMap<string, number>;
  readonly throttled: number;
  readonly crashes: readonly string[];
  /** What Klaviyo holds otherwise than the platform says, a sentence each. */
  readonly findings: readonly string[];
  readonly violations: readonly object[];
  readonly loadMs: number;
  readonly reconcileMs: number;
}
