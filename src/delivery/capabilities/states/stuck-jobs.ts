import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../../connection/index.js';
import { type Problems } from '../../../contract/index.js';
import type { LaneContext } from '../../context/lane-context.js';

const PROBLEM = 'import_stuck';

/** Tells whoever may want to know that an import of Klaviyo does not move, and that imports move again. */
@injectable()
export class StuckJobs {
  /** Connections whose imports are known to move. */
  private readonly moving = new Set<string>();

  constructor(@inject(PROBLEMS) private readonly problems: Problems) {}

  async tellStuck({ tenant, connectionId }: LaneContext): Promise<void> {
    this.moving.delete(connectionId);
    await this.problems.raise(tenant, connectionId, {
      key: PROBLEM,
      code: PROBLEM,
      severity: 'warning',
      message:
        'An import at Klaviyo has not moved for an hour. Its members are sent one by one meanwhile; if that happens again, ask Klaviyo.',
    });
  }

  /** An import has ended: what was told is over, also what another process has told. */
  async settleMoving({ tenant, connectionId }: LaneContext): Promise<void> {
    if (this.moving.has(connectionId)) return;
    this.moving.add(connectionId);
    await this.problems.clear(tenant, connectionId, PROBLEM);
  }
}
