/** Classes to each doubling: a percentile is at most 9 % off. */
const A_DOUBLING = 4;

/** The class of a latency (ms): so few classes that a minute's are a few dozen rows at most. */
export const bucketOf = (ms: number): number =>
  Math.max(0, Math.ceil(Math.log2(Math.max(1, ms)) * A_DOUBLING));

/** The longest latency of a class (ms). */
const longestOf = (bucket: number): number => Math.round(2 ** (bucket / A_DOUBLING));

/**
 * A percentile of latencies that were counted by class.
 * @param part 0 to 1
 * @returns milliseconds, null where nothing was counted
 */
export function percentileOf(counts: ReadonlyMap<number, number>, part: number): number | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [bucket, count] of [...counts].toSorted(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= total * part) return longestOf(bucket);
  }
  return null;
}
