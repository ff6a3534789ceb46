import { percentile } from '../measure/percentile.js';
import { runCallers } from './run-callers.js';

/** One side's figures of one round. */
export interface AcceptRound {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly calls: number;
}

/** Lets so many callers at one side and sums up. */
export async function acceptRound(
  callers: number,
  forMs: number,
  call: () => Promise<void>,
): Promise<AcceptRound> {
  globalThis.gc?.();
  const { calls, seconds, latencies } = await runCallers(callers, forMs, call);
  return {
    perSecond: calls / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    calls,
  };
}
