import type { EntityManager } from 'typeorm';
import { Fault, type Store } from '../../contract/index.js';
import { type ClaimedLane, claimLane, holdLane } from '../../store/index.js';
import { GroupCommit } from '../kit/group-commit.js';

/** Settlements that share one transaction at most: a bulk batch is one settlement of a few thousand rows. */
const GROUP = 100;

/** What is written once the fence holds. */
export type Settlement = (manager: EntityManager) => Promise<void>;

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
    const claimed = await store.transaction((manager) => claimLane(manager, lane));
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
    if (!(await holdLane(manager, this.lane, this.claimed.epoch))) {
      throw new Fault({
        kind: 'system',
        code: LANE_LOST,
        message: 'Another process has taken this lane over; it settles the work.',
      });
    }
  }
}

const LANE_LOST = 'lane_lost';

export const isLaneLost = (error: unknown): boolean => Fault.is(error) && error.code === LANE_LOST;
