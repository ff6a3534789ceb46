import { chunks } from '../../store/index.js';

/** A bulk request's worth is asked for at once: the directory and a statement take no more. */
const WHOLE = 1_000;
/**
 * Of more than that, as many at a time. Whatever is asked for a live event waits behind one of these: by the thousand it
 * took twice as long to arrive during a load, which was not quicker by it.
 */
const PART = 250;

/** Many keys, some at a time. */
export const parts = <T>(keys: readonly T[]): readonly T[][] =>
  chunks(keys, keys.length <= WHOLE ? WHOLE : PART);

/** Asks for many keys, some at a time, one question after the other. */
export async function inChunks<T, R>(
  keys: readonly T[],
  ask: (some: readonly T[]) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  for (const some of parts(keys)) answers.push(await ask(some));
  return answers;
}
