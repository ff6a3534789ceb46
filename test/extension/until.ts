/** Test files run beside each other: what takes a second alone may take three then. */
const BUSY = 3;

/**
 * Waits for a condition on the other side of a socket; fails with what it last saw.
 *
 * @param patienceMs as long as it may take on a machine that does nothing else
 */
export async function until<T>(
  look: () => Promise<T>,
  good: (value: T) => boolean,
  patienceMs = 5_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs * BUSY;
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    if (Date.now() > deadline) throw new Error(`never became so: ${JSON.stringify([value]).slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
