import type { EntityManager } from 'typeorm';
import { Fault, type Store } from '../../contract/index.js';
import { LaneEntity, type Row } from '../../store/index.js';
import { GroupCommit } from '../kit/group-commit.js';

/** Settlements that share one transaction at most: a bulk batch is one settlement of a few thousand rows. */
const GROUP = 100;

/** What is written once the fence holds. */
export type Settlement = (manager: EntityManager) => Promise<void>;

/** The lane's row as a claim finds it. */
export type ClaimedLane = Pick<LaneEntity, 'epoch' | 'notBefore' | 'pausedReason' | 'budget'>;

/**
 * The right to settle a lane's work. Claiming raises the epoch; every settle begins with an update of the lane's row
 * on that epoch, and rolls back when another owner has claimed it since. Settlements that come together share one
 * transaction.
 */
export class LaneFence {
  private readonly group: GroupCommit<Settlement, undefined>;

  private constructor(
    store: Store,
    readonly lane: string,
    readonly claimed: ClaimedLane,
  ) {
    this.group = new GroupCommit(async (settlements) => {
      await store.transaction(async (manager) => {
        await this.hold(manager);
        for (const settle of settlements) await settle(manager);
      });
      return settlements.map(() => undefined);
    }, GROUP);
  }

  static async claim(store: Store, lane: string): Promise<LaneFence> {
    const claimed = await store.transaction(async (manager) => {
      const repository = manager.getRepository(LaneEntity);
      // The update takes the row's lock on PostgreSQL before it is read.
      const { affected } = await repository.increment({ connectionId: lane }, 'epoch', 1);
      if (affected === 0) await repository.insert(fresh(lane));
      return repository.findOneByOrFail({ connectionId: lane });
    });
    return new LaneFence(store, lane, claimed);
  }

  /** Runs `settlement` in a fenced transaction and resolves when it has committed. @throws Fault `lane_lost` */
  async settle(settlement: Settlement): Promise<void> {
    await this.group.submit([settlement]);
  }

  /**
   * The same for the many rows of a run or an import: in a transaction of its own, behind what is settled at the same
   * time, so that a live event does not wait for more than one of them.
   */
  async settleMany(settlement: Settlement): Promise<void> {
    await this.group.submit([settlement], 'large');
  }

  private async hold(manager: EntityManager): Promise<void> {
    const { epoch } = this.claimed;
    const { affected } = await manager
      .getRepository(LaneEntity)
      .update({ connectionId: this.lane, epoch }, { epoch });
    if (affected === 0) {
      throw new Fault({
        kind: 'system',
        code: LANE_LOST,
        message: 'Another process has taken this lane over; it settles the work.',
      });
    }
  }
}

const fresh = (lane: string): Row<LaneEntity> => ({
  connectionId: lane,
  epoch: 1,
  notBefore: 0,
  pausedReason: null,
  budget: null,
});

const LANE_LOST = 'lane_lost';

export const isLaneLost = (error: unknown): boolean => Fault.is(error) && error.code === LANE_LOST;
