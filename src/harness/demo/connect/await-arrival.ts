import type { Clock } from '../../../contract/index.js';
import type { Host } from '../../host/host.js';
import { sleep } from './sleep.js';

const POLL_MS = 100;
const TELL_EVERY_MS = 5000;

/** What is waited for, and how long. */
export interface Arrival {
  readonly host: Host;
  readonly tenant: string;
  readonly installations: readonly string[];
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Told every few seconds how much still waits. */
  readonly progress: (waiting: number) => void;
}

/** Waits until no member's state waits in any of the installations; false when the time allowed is over. */
export async function awaitArrival(arrival: Arrival): Promise<boolean> {
  const { clock, progress } = arrival;
  const until = clock.now() + arrival.timeoutMs;
  let tellAt = clock.now() + TELL_EVERY_MS;
  for (;;) {
    const waiting = await countWaiting(arrival);
    if (waiting === 0) return true;
    if (clock.now() >= until) return false;
    if (clock.now() >= tellAt) {
      progress(waiting);
      tellAt = clock.now() + TELL_EVERY_MS;
    }
    await sleep(clock, POLL_MS);
  }
}

async function countWaiting({ host, tenant, installations }: Arrival): Promise<number> {
  let waiting = 0;
  for (const id of installations) {
    const { extension, call } = await host.inspect(tenant, id);
    if (!extension.overview) continue;
    const { counts } = await extension.overview(call);
    // States alone: an event of a member whom nobody knows may wait for a quarter of an hour.
    waiting += counts.waitingStates;
  }
  return waiting;
}
