import type { LaneContext } from '../../delivery/index.js';
import type { RunRow } from '../../store/index.js';

/** One kind of run, taken further a step at a time by the lane's owner. */
export interface Steps {
  /**
   * Does a piece of the run that is small enough to be lost: what it has done is stored with the cursor.
   * @returns when the next step may be taken (epoch ms)
   */
  step(lane: LaneContext, run: RunRow): Promise<number>;
}
