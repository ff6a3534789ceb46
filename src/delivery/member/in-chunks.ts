/** A bulk request's worth is asked for at once: the directory and a statement take no more. */
const WHOLE = 1_000;
/**
 * Of more than that, as many at a time. Whatever is asked for a live event waits behind one of these: by the thousand it
 * took twice as long to arrive during a load, which was not quicker by it.
 */
const PART = 250;

/** Asks for many keys, some at a time, one question after the other. */
export async function inChunks<T, R>(
  keys: readonly T[],
  ask: (some: readonly T[]) => Promise<R>,
): Promise<R[]> {
  if (keys.length === 0) return [];
  if (keys.length <= WHOLE) return [await ask(keys)];
  const answers: R[] = [];
  for (let from = 0; from < keys.length; from += PART) answers.push(await ask(keys.slice(from, from + PART)));
  return answers;
}
