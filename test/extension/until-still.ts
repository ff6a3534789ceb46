import { until } from './until.js';

/** Waits until nothing has come for so long; @returns how many there are then. */
export async function untilStill(look: () => Promise<readonly unknown[]>, stillMs: number): Promise<number> {
  let count = -1;
  let since = 0;
  await until(look, ({ length }) => {
    if (length !== count) since = Date.now();
    count = length;
    return Date.now() - since >= stillMs;
  });
  return count;
}
