const BASE_MS = 5_000;
const LONGEST_MS = 3_600_000;

/** How long to wait after so many failures in a row, from 1 on (ms): five seconds, doubled each time, an hour at most. */
export const backoffMs = (failures: number): number =>
  Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(20, failures - 1));
