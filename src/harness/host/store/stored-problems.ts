import type { Clock, Problem, Problems, Store } from '../../../contract/index.js';
import { InstallationRow } from './entities/installation.entity.js';
import { ProblemRow } from './entities/problem.entity.js';
import { upsertRows } from './write-rows.js';

/** The notice board of the installations of one extension type. */
export class StoredProblems implements Problems {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly type: string,
  ) {}

  /** Does nothing for an installation that is gone, or that is not this extension's. */
  async raise(tenant: string, installation: string, problem: Problem): Promise<void> {
    if (!(await this.owns(tenant, installation))) return;
    const row = {
      installation,
      key: problem.key,
      code: problem.code,
      severity: problem.severity,
      message: problem.message,
      action: problem.action ?? null,
      at: this.clock.now(),
    };
    await upsertRows(this.store, ProblemRow, [row], {
      key: ['installation', 'key'],
      overwrite: ['code', 'severity', 'message', 'action', 'at'],
    });
  }

  async clear(tenant: string, installation: string, key: string): Promise<void> {
    // Read first: an extension clears after every success, and a write would have to wait for its turn.
    if (!(await this.store.read().existsBy(ProblemRow, { installation, key }))) return;
    if (!(await this.owns(tenant, installation))) return;
    await this.store.transaction((manager) => manager.delete(ProblemRow, { installation, key }));
  }

  private owns(tenant: string, id: string): Promise<boolean> {
    return this.store.read().existsBy(InstallationRow, { tenant, id, type: this.type });
  }
}
