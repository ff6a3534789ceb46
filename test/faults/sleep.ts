/** Resolves after `ms` of real time: other processes do not live by a clock of ours. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
