/** The shortest of Klaviyo's windows. */
const SHORTEST_MS = 1_000;
/** A 429 that names no time, or hardly any, and comes again and again: the wait grows to this. */
const LONGEST_GROWN_MS = 60_000;

/**
 * How long an operation rests after a 429. What Klaviyo asks for is obeyed; where that is a second or less, and it goes
 * on without a success between, it is doubled each time.
 *
 * @param asked by `Retry-After` (ms)
 * @param streak 429 in a row, this one included
 */
export function throttleWait(asked: number, streak: number): number {
  if (asked > SHORTEST_MS) return asked;
  return Math.min(LONGEST_GROWN_MS, SHORTEST_MS * 2 ** Math.min(streak - 1, 10));
}
