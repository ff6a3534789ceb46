import type { EntityManager } from 'typeorm';
import type { LaneContext } from '../../delivery/index.js';

/**
 * Writes a step of a run on the lane's fence, in a transaction of its own behind what is settled at the same time: a live
 * event waits for one of them at most.
 *
 * @throws Fault `lane_lost` where another process has taken the lane; nothing is written then
 */
export const writeStep = (
  { fence }: Pick<LaneContext, 'fence'>,
  write: (manager: EntityManager) => Promise<void>,
): Promise<void> => fence.settleMany(write);
