import type { EventType } from '../contract/index.js';
import type { KlaviyoSession } from '../klaviyo/index.js';
import type { Settings } from '../settings/index.js';
import type { LaneFence } from './lane-fence.js';
import type { RateBudget } from './rate-budget.js';

/** What one run of a lane works with. */
export interface LaneContext {
  readonly connectionId: string;
  readonly tenant: string;
  readonly settings: Settings;
  readonly eventTypes: ReadonlyMap<string, EventType>;
  readonly session: KlaviyoSession;
  readonly fence: LaneFence;
  readonly budget: RateBudget;
  readonly signal: AbortSignal;
}
