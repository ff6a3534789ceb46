import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { HOST, type Store } from '../../contract/index.js';
import { type RunCursor, type RunRow, SyncRunEntity } from '../../store/index.js';

/** What a step of a run changes. */
export interface Advance {
  readonly phase?: string;
  readonly cursor?: RunCursor;
  readonly seen?: number;
  readonly skipped?: RunRow['skipped'];
  readonly drift?: RunRow['drift'];
  readonly total?: number;
}

/** The runs of the connections, as they are stored. */
@injectable()
export class RunBook {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  /** Runs that have not ended: refreshes of audiences first, since live changes wait for them. */
  async open(connectionId: string): Promise<readonly RunRow[]> {
    const runs: RunRow[] = await this.store
      .read()
      .getRepository(SyncRunEntity)
      .find({
        where: [
          { connectionId, state: 'running' },
          { connectionId, state: 'paused' },
        ],
        order: { startedAt: 'ASC', id: 'ASC' },
      });
    return [
      ...runs.filter(({ kind }) => kind === 'refresh'),
      ...runs.filter(({ kind }) => kind !== 'refresh'),
    ];
  }

  /**
   * Takes a run further, in a transaction of the lane.
   * @returns whether it still runs; a person may have paused or cancelled it meanwhile
   */
  async advance(manager: EntityManager, { id }: Pick<RunRow, 'id'>, change: Advance): Promise<boolean> {
    const { affected } = await manager.getRepository(SyncRunEntity).update({ id, state: 'running' }, change);
    return affected === 1;
  }

  /** Ends a run. */
  async end(
    manager: EntityManager,
    { id }: Pick<RunRow, 'id'>,
    state: 'done' | 'failed' | 'cancelled',
    endedAt: number,
    reason: string | null = null,
  ): Promise<void> {
    await manager
      .getRepository(SyncRunEntity)
      .createQueryBuilder()
      .update()
      .set({ state, endedAt, reason })
      .where(`id = :id AND state IN ('running', 'paused')`, { id })
      .execute();
  }
}
