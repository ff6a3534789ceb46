/** The directory answers at most so many keys at once, and a statement takes no more parameters than is good for it. */
const KEYS = 1_000;

/** Asks for many keys, a thousand at a time, one question after the other. */
export async function inChunks<T, R>(
  keys: readonly T[],
  ask: (some: readonly T[]) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < keys.length; from += KEYS) answers.push(await ask(keys.slice(from, from + KEYS)));
  return answers;
}
