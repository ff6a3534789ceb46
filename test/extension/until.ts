/** Waits for a condition on the other side of a socket; fails with what it last saw. */
export async function until<T>(
  look: () => Promise<T>,
  good: (value: T) => boolean,
  patienceMs = 5_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    if (Date.now() > deadline) throw new Error(`never became so: ${JSON.stringify([value]).slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
