import type { LaneContext } from '../context/lane-context.js';
import type { Sender } from '../send/sender.js';
import type { RowChanges } from './verdict.js';
import { writeRows } from './write-rows.js';

/**
 * Makes durable what a crash must not change before requests go: rows, and the budget that they will spend, in one fenced
 * transaction; in none where neither is needed.
 *
 * @param operations requests to come, by operation
 * @param rows null where nothing but the budget is at stake
 * @param now epoch milliseconds
 */
export function prepareSending(
  sender: Sender,
  lane: LaneContext,
  operations: Readonly<Record<string, number>>,
  rows: RowChanges | null,
  now: number,
): Promise<void> {
  return sender.prepare(
    lane,
    operations,
    rows === null ? undefined : (manager) => writeRows(manager, lane, rows, now),
  );
}
