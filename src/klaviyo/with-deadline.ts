import { REQUEST_DEADLINE_MS, STOP_GRACE_MS } from './deadline.js';
import { KlaviyoTransportError } from './transport-error.js';

/** How long a request may take (ms); shorter ones are for tests. */
export interface Patience {
  readonly deadlineMs: number;
  /** From when its signal is aborted. */
  readonly graceMs: number;
}

export const PATIENCE: Patience = { deadlineMs: REQUEST_DEADLINE_MS, graceMs: STOP_GRACE_MS };

/**
 * Runs a request that ends with its deadline, whatever trickles in, and soon after `signal` is aborted.
 *
 * @param request gets the signal by which it must end
 * @throws KlaviyoTransportError `DEADLINE` or `ABORTED`; otherwise what the request throws
 */
export async function withDeadline<T>(
  request: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal | undefined,
  { deadlineMs, graceMs }: Patience = PATIENCE,
): Promise<T> {
  // Nothing of it has gone.
  if (signal?.aborted) throw new KlaviyoTransportError('no', 'ABORTED', undefined);
  const controller = new AbortController();
  // The first reason stays.
  const end = (reason: 'DEADLINE' | 'ABORTED') => controller.abort(reason);
  const timers = [setTimeout(() => end('DEADLINE'), deadlineMs)];
  const onAbort = () => timers.push(setTimeout(() => end('ABORTED'), graceMs));
  // By hand: `AbortSignal.any` would keep every request of a lane until the lane ends.
  signal?.addEventListener('abort', onAbort);
  try {
    return await request(controller.signal);
  } catch (error) {
    const reason: unknown = controller.signal.reason;
    if (typeof reason === 'string') throw new KlaviyoTransportError('unknown', reason, undefined);
    throw error;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
