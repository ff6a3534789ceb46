import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import { type Problems } from '../../contract/index.js';
import { restLane } from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';

/** Klaviyo is called unwell to a person's face only when it has lasted: about half a minute. */
const TOLD_FROM = 3;
const PROBLEM = 'klaviyo_unwell';

/** Keeps in the store that a lane rests, and tells whoever may want to know. */
@injectable()
export class LaneRester {
  private readonly told = new Map<string, number>();

  constructor(@inject(PROBLEMS) private readonly problems: Problems) {}

  /** Takes note of the breaker, where it has moved. */
  async noteBreaker(lane: LaneContext): Promise<void> {
    const { openUntil, opened } = lane.breaker;
    const { connectionId, tenant } = lane;
    const before = this.told.get(connectionId) ?? lane.fence.claimed.notBefore;
    if (before === openUntil) return;
    this.told.set(connectionId, openUntil);
    const reason = openUntil === 0 ? null : PROBLEM;
    await lane.fence.settle((manager) => restLane(manager, connectionId, openUntil, reason));
    if (openUntil === 0) await this.problems.clear(tenant, connectionId, PROBLEM);
    else if (opened >= TOLD_FROM && !lane.breaker.restsForRevision) {
      await this.problems.raise(tenant, connectionId, {
        key: PROBLEM,
        code: PROBLEM,
        severity: 'warning',
        message: 'Klaviyo does not answer as it should. What waits is kept and goes on by itself.',
      });
    }
  }
}
