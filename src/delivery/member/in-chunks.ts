/**
 * Keys in one question, or rows in one transaction. Whatever is asked for a live event waits behind one of these: with a
 * thousand it took twice as long to arrive during a load, which is not quicker by them.
 */
const KEYS = 250;

/** Asks for many keys, some at a time, one question after the other. */
export async function inChunks<T, R>(
  keys: readonly T[],
  ask: (some: readonly T[]) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < keys.length; from += KEYS) answers.push(await ask(keys.slice(from, from + KEYS)));
  return answers;
}
