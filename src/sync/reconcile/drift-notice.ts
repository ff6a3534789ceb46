import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import { type Problems } from '../../contract/index.js';
import type { RunRow } from '../../store/index.js';

const KEY = 'drift';

/** Tells a person of drift that a reconciliation has found and left; one that finds none or repairs it takes that back. */
@injectable()
export class DriftNotice {
  constructor(@inject(PROBLEMS) private readonly problems: Problems) {}

  async tell(tenant: string, { connectionId, drift, request }: RunRow): Promise<void> {
    const count = drift.reduce((sum, one) => sum + one.count, 0);
    if (count === 0 || request.repair !== false) return this.problems.clear(tenant, connectionId, KEY);
    await this.problems.raise(tenant, connectionId, {
      key: KEY,
      code: 'drift_found',
      severity: 'warning',
      message:
        `${count} differences between the platform and Klaviyo were found; the run shows them. ` +
        'Start a reconciliation that repairs them, or let the settings repair what differs.',
    });
  }
}
