/** What a crowd of callers got done. */
export interface CallersResult {
  /** Calls that were answered. */
  readonly calls: number;
  /** From the first call to the last answer. */
  readonly seconds: number;
  /** Milliseconds of each call. */
  readonly latencies: readonly number[];
}

/** So many callers at once, each making its next call when its last was answered, for so long. */
export async function runCallers(
  callers: number,
  forMs: number,
  call: () => Promise<void>,
): Promise<CallersResult> {
  const latencies: number[] = [];
  const begun = performance.now();
  const caller = async (): Promise<void> => {
    for (let at = performance.now(); at - begun < forMs; at = performance.now()) {
      await call();
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { calls: latencies.length, seconds: (performance.now() - begun) / 1_000, latencies };
}
