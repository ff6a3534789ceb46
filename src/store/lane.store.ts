import type { EntityManager } from 'typeorm';
import { LaneEntity, type StoredBudget } from './lane.entity.js';
import type { Row } from './row.js';

/** A lane's row as a claim finds it. */
export type ClaimedLane = Pick<Row<LaneEntity>, 'epoch' | 'notBefore' | 'pausedReason' | 'budget'>;

/** Claims a lane: its epoch rises, and whoever had it before holds it no longer. */
export async function claimLane(manager: EntityManager, connectionId: string): Promise<ClaimedLane> {
  const repository = manager.getRepository(LaneEntity);
  // The update takes the row's lock on PostgreSQL before it is read.
  const { affected } = await repository.increment({ connectionId }, 'epoch', 1);
  if (affected === 0) {
    await repository.insert({ connectionId, epoch: 1, notBefore: 0, pausedReason: null, budget: null });
  }
  return repository.findOneByOrFail({ connectionId });
}

/** Locks a lane's row while its epoch is this one. @returns false where another owner has claimed it since */
export async function holdLane(
  manager: EntityManager,
  connectionId: string,
  epoch: number,
): Promise<boolean> {
  const { affected } = await manager.getRepository(LaneEntity).update({ connectionId, epoch }, { epoch });
  return affected !== 0;
}

/** Stores what a lane's owner has put aside to spend. */
export async function storeBudget(
  manager: EntityManager,
  connectionId: string,
  budget: StoredBudget,
): Promise<void> {
  await manager.getRepository(LaneEntity).update({ connectionId }, { budget });
}

/** Stores until when a lane rests (epoch ms, 0 for not at all) and why. */
export async function restLane(
  manager: EntityManager,
  connectionId: string,
  notBefore: number,
  reason: string | null,
): Promise<void> {
  await manager.getRepository(LaneEntity).update({ connectionId }, { notBefore, pausedReason: reason });
}
