import type { EntityManager } from 'typeorm';
import { bySettings } from '../context/by-settings.js';
import type { LaneContext } from '../context/lane-context.js';
import type { Settlement } from '../context/lane-fence.js';
import { parkMembers } from './park-members.js';
import { tellBacklog } from './tell-backlog.js';
import type { Verdict } from './verdict.js';
import { writeRows } from './write-rows.js';

/** Decides from what the transaction reads; it may be asked again, and writes nothing. */
export type DecideInTransaction = (manager: EntityManager) => Promise<Verdict>;

/** How a verdict is written. */
export interface ApplyOptions {
  /**
   * `large`: the many rows of an import, in a transaction of their own behind what is settled at the same time, so that
   * a live event does not wait for more than one of them.
   */
  readonly size?: 'large';
  /** Only while the settings that the lane works by are in force: else work that came with newer ones would be judged. */
  readonly onlyBySettings?: boolean;
}

/**
 * Puts a verdict into force: its rows in one fenced transaction, then the backlog. Nobody else writes what became of a
 * request, and nobody else tells the backlog: so the two cannot part.
 *
 * @param now epoch milliseconds
 * @throws Fault `lane_lost`, or `settings_changed` where `onlyBySettings` is asked for; nothing has changed then
 */
export async function applyVerdict(
  lane: LaneContext,
  verdict: Verdict | DecideInTransaction,
  now: number,
  options: ApplyOptions = {},
): Promise<void> {
  let decided: Verdict = typeof verdict === 'function' ? {} : verdict;
  const parking = decided.parked ? parkMembers(lane, decided.parked) : null;
  try {
    const settlement: Settlement = async (manager) => {
      if (typeof verdict === 'function') decided = await verdict(manager);
      if (decided.rows) await writeRows(manager, lane, decided.rows, now);
      if (parking) await writeRows(manager, lane, parking.rows, now);
    };
    if (typeof verdict === 'function' || decided.rows || parking?.rows.eventsPutOff) {
      const guarded = options.onlyBySettings ? bySettings(lane, settlement) : settlement;
      if (options.size === 'large') await lane.fence.settleMany(guarded);
      else await lane.fence.settle(guarded);
    }
    parking?.rewind();
  } finally {
    parking?.end();
  }
  if (decided.backlog) tellBacklog(lane, decided.backlog);
}
