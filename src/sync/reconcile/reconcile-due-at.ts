import type { Settings } from '../../settings/index.js';

const DAY_MS = 24 * 3_600_000;
const PERIOD_MS = { daily: DAY_MS, weekly: 7 * DAY_MS } as const;

/**
 * When the next reconciliation is due (epoch ms), whoever started the last one; `Infinity` for never.
 *
 * @param liveFrom since when the connection delivers: the first is due a whole period later
 * @param last when the last one began, null for none
 */
export function reconcileDueAt(
  every: Settings['reconciliation']['every'],
  liveFrom: number | null,
  last: number | null,
): number {
  const from = last ?? liveFrom;
  return every === 'never' || from === null ? Infinity : from + PERIOD_MS[every];
}
