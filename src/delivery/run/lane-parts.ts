import type { BacklogReader } from './backlog-reader.js';
import type { JobDelivery } from '../capabilities/states/job-delivery.js';
import type { FormOperations } from '../plan/form-operations.js';
import type { Courier } from './courier.js';
import type { LaneContext } from '../context/lane-context.js';
import type { LaneGuest } from '../context/lane-guest.js';
import type { LaneRester } from './lane-rester.js';
import type { LaneWaker } from '../context/lane-waker.js';

/** Who does the work of a run. */
export interface LaneParts {
  readonly reader: BacklogReader;
  readonly courier: Courier;
  readonly jobs: JobDelivery;
  readonly rest: LaneRester;
  readonly waker: LaneWaker;
  readonly guest: LaneGuest;
  readonly listOperations: readonly string[];
  operations(lane: LaneContext): Readonly<Record<'event' | 'state', FormOperations>>;
  /** A disconnection in mid-run stops new work at once, and new settings begin a new run. */
  standing(lane: LaneContext): Promise<'current' | 'changed' | 'inactive'>;
  isLost(error: unknown): boolean;
  isOutdated(error: unknown): boolean;
  /** The next run reads the settings anew. */
  refresh(connectionId: string): void;
  tellFailure(lane: LaneContext, error: unknown): void;
}
