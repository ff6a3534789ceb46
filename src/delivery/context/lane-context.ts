import type { EventType } from '../../contract/index.js';
import type { KlaviyoSession } from '../../klaviyo/index.js';
import type { Settings } from '../../settings/index.js';
import type { Backlog } from '../backlog/backlog.js';
import type { Cursors } from '../backlog/cursors.js';
import type { RateBudget } from '../budget/rate-budget.js';
import type { JobRegistry } from './job-registry.js';
import type { Gathering } from './gathering.js';
import type { Breaker } from './breaker.js';
import type { LaneFence } from './lane-fence.js';

/** Operations that rest together when Klaviyo refuses one of them for want of a permission. */
interface OperationGroup {
  readonly id: string;
  readonly operations: readonly string[];
}

/**
 * What a lane is for: `deliver` all that waits, with the runs beside it; `drain` what waits before an end; `clear` what was
 * left at Klaviyo, and deliver nothing.
 */
export type LaneDuty = 'deliver' | 'drain' | 'clear';

/** What one run of a lane works with. */
export interface LaneContext {
  readonly duty: LaneDuty;
  readonly connectionId: string;
  readonly tenant: string;
  readonly settings: Settings;
  /** Of the settings: another one in force ends the run. */
  readonly revision: number;
  readonly eventTypes: ReadonlyMap<string, EventType>;
  readonly session: KlaviyoSession;
  /** Scopes that the tenant has granted; null where Klaviyo never told. */
  readonly grantedScopes: readonly string[] | null;
  readonly fence: LaneFence;
  readonly budget: RateBudget;
  readonly breaker: Breaker;
  readonly backlog: Backlog;
  readonly cursors: Cursors;
  /** Members of import jobs that have not ended. */
  readonly jobs: JobRegistry;
  /** Changes of lists that wait for others. */
  readonly gathering: Gathering;
  /** The capability that an operation belongs to, and the operations that rest with it; null for one of none. */
  readonly capabilityOf: (operation: string) => OperationGroup | null;
  readonly signal: AbortSignal;
}
