/** Test files run beside each other: what takes a second alone may take three then. */
export const BUSY = 3;

/** A look that is not good is followed by a rest of so many times its length: waiting must not be what keeps a machine busy. */
const REST = 3;
const SHORTEST_MS = 10;

/**
 * Waits for a condition on the other side of a process or a page; fails with what was waited for and what was last
 * seen. Where the extension is loaded by the test, `LoadedExtension.until` is quicker: its clocks leap.
 *
 * @param what as it ends the sentence "never came: …"
 * @param patienceMs as long as it may take on a machine that does nothing else
 * @param rest how the time between two looks is spent
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  good: (value: T) => boolean,
  patienceMs = 5_000,
  rest: (ms: number) => Promise<unknown> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<T> {
  const begun = performance.now();
  for (;;) {
    const before = performance.now();
    const value = await look();
    if (good(value)) return value;
    const after = performance.now();
    if (after - begun > patienceMs * BUSY) {
      throw new Error(
        `never came, in ${Math.round(after - begun)} ms: ${what}; last seen: ${JSON.stringify([value]).slice(0, 600)}`,
      );
    }
    await rest(Math.max(SHORTEST_MS, (after - before) * REST));
  }
}
