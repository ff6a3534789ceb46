import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { HOST, type Store } from '../../contract/index.js';
import { advanceRun, endRun, readOpenRuns, type RunRow, type RunStep } from '../../store/index.js';

/** What a step of a run changes. */
export type Advance = RunStep;

/** The runs of the connections, as they are stored. */
@injectable()
export class RunBook {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  /** Runs that have not ended: refreshes of audiences first, since live changes wait for them. */
  async open(connectionId: string): Promise<readonly RunRow[]> {
    const runs = await readOpenRuns(this.store.read(), connectionId);
    return [
      ...runs.filter(({ kind }) => kind === 'refresh'),
      ...runs.filter(({ kind }) => kind !== 'refresh'),
    ];
  }

  /**
   * Takes a run further, in a transaction of the lane.
   * @returns whether it still runs; a person may have paused or cancelled it meanwhile
   */
  advance(manager: EntityManager, { id }: Pick<RunRow, 'id'>, change: Advance): Promise<boolean> {
    return advanceRun(manager, id, change);
  }

  /** Ends a run. */
  async end(
    manager: EntityManager,
    { id }: Pick<RunRow, 'id'>,
    state: 'done' | 'failed' | 'cancelled',
    endedAt: number,
    reason: string | null = null,
  ): Promise<void> {
    await endRun(manager, id, state, endedAt, reason);
  }
}
