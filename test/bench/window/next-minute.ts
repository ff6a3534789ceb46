import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;

/** Waits for another minute of the clock than that of `before` (epoch ms): Klaviyo's windows are full again then. */
export async function nextMinute(before: number): Promise<void> {
  const turns = (Math.floor(before / MINUTE_MS) + 1) * MINUTE_MS;
  await sleep(Math.max(0, turns - Date.now()));
}
