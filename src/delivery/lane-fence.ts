import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Clock, Fault, type Store } from '../contract/index.js';
import { LaneEntity } from '../store/index.js';
import { GroupCommit } from './group-commit.js';

/** So long may a write of an owner that died still land: longer than any request is waited for. */
const DOUBT_MS = 60_000;
/** Settlements that share one transaction at most. */
const GROUP = 500;

type Settlement = (manager: EntityManager) => Promise<void>;

/**
 * The right to settle a lane's work. Claiming raises the epoch; every settle begins with an update of the lane's row
 * on that epoch, and rolls back when another owner has claimed it since. Settlements that come together share one
 * transaction.
 */
export class LaneFence {
  private readonly group: GroupCommit<Settlement, undefined>;

  private constructor(
    private readonly store: Store,
    readonly lane: string,
    readonly epoch: number,
    /** Epoch ms; until then an older write may still land: no accepted hash is believed and no mark settled. */
    readonly doubtUntil: number,
  ) {
    this.group = new GroupCommit(async (settlements) => {
      await store.transaction(async (manager) => {
        await this.hold(manager, {});
        for (const settle of settlements) await settle(manager);
      });
      return settlements.map(() => undefined);
    }, GROUP);
  }

  static async claim(store: Store, clock: Clock, lane: string): Promise<LaneFence> {
    const claimed = await store.transaction(async (manager) => {
      const repository = manager.getRepository(LaneEntity);
      await repository
        .createQueryBuilder()
        .insert()
        .values({
          connectionId: lane,
          epoch: 0,
          owner: null,
          doubtUntil: 0,
          notBefore: 0,
          pausedReason: null,
        })
        .orIgnore()
        .updateEntity(false)
        .execute();
      // The update takes the row's lock on PostgreSQL before it is read.
      await repository.increment({ connectionId: lane }, 'epoch', 1);
      const row = await repository.findOneByOrFail({ connectionId: lane });
      const died = row.owner !== null;
      const doubtUntil = died ? clock.now() + DOUBT_MS : row.doubtUntil;
      await repository.update({ connectionId: lane }, { owner: randomUUID(), doubtUntil });
      return { epoch: row.epoch, doubtUntil };
    });
    return new LaneFence(store, lane, claimed.epoch, claimed.doubtUntil);
  }

  /** Runs `settlement` in a fenced transaction and resolves when it has committed. @throws Fault `lane_lost` */
  async settle(settlement: Settlement): Promise<void> {
    await this.group.submit([settlement]);
  }

  /** Gives the lane back with nothing in flight. Losing it meanwhile is no fault: the new owner has it. */
  async release(): Promise<void> {
    await this.store
      .transaction((manager) => this.hold(manager, { owner: null }))
      .catch((error: unknown) => {
        if (!isLaneLost(error)) throw error;
      });
  }

  private async hold(manager: EntityManager, change: { owner?: null }): Promise<void> {
    const { affected } = await manager
      .getRepository(LaneEntity)
      .update({ connectionId: this.lane, epoch: this.epoch }, { epoch: this.epoch, ...change });
    if (affected === 0) {
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
