import type { ServiceIdentifier } from 'inversify';
import type { Sending } from './sending.js';
import type { LaneContext } from './lane-context.js';

/** What the runs of a lane have begun, and when it wants to be asked again (epoch ms; `Infinity` for when something has ended). */
export interface RunWork {
  readonly sendings: readonly Sending[];
  readonly lookAt: number;
}

/**
 * Work on a lane that is no delivery: runs that go through everything. It is done by the lane's owner, with the lane's
 * fence and budget, so that there is one of it and Klaviyo's limits hold for both together.
 */
export interface RunsOnLane {
  /** Asked in every turn of the lane: it must answer from memory while it is busy or has nothing to do. */
  look(lane: LaneContext): Promise<RunWork>;
  /** When it needs the lane (epoch ms), null for not at all. */
  nextDue(connectionId: string): Promise<number | null>;
  /** Whether more states of the backfill are coming soon: an import that is not full waits for them. */
  isFeeding(connectionId: string): boolean;
  /** Whether the backfill of this connection may be sent. */
  permitsBackfill(connectionId: string): boolean;
  /** A run of this connection was started, paused, resumed or cancelled. */
  tell(connectionId: string): void;
}

export const RUNS_ON_LANE = Symbol('runs-on-lane') as ServiceIdentifier<RunsOnLane>;
