import { readFile } from 'node:fs/promises';

/** Linux counts in ticks of a hundredth of a second. */
const TICK_MS = 10;

/** CPU time that another process has used, in milliseconds; null where there is no `/proc`. */
export async function cpuOfProcess(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name stands in brackets and may hold anything: fields are counted after it. utime and stime are 14 and 15.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
