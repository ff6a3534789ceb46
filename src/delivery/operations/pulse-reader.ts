import { inject, injectable } from 'inversify';
import { type Freshness, HOST, type Series, type Store } from '../../contract/index.js';
import { type PulseRow, readPulses, readWaitingBefore } from '../../store/index.js';
import { percentileOf } from '../pulse/latency-buckets.js';

const STEP_MS = 60_000;
const STEPS = 60;
/** Freshness is of the last while: an outage an hour ago is history. */
const FRESH_MINUTES = 10;

/** Reads what was counted by the minute: the picture of the last hour, and how fresh it is. */
@injectable()
export class PulseReader {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  async read(
    connectionId: string,
    now: number,
  ): Promise<{ readonly freshness: Freshness; readonly series: Series }> {
    const current = now - (now % STEP_MS);
    const first = current - (STEPS - 1) * STEP_MS;
    const manager = this.store.read();
    const rows = await readPulses(manager, connectionId, first);
    const waited = await readWaitingBefore(manager, connectionId, first);
    return { freshness: freshnessOf(rows, current), series: seriesOf(rows, first, waited) };
  }
}

function freshnessOf(rows: readonly PulseRow[], current: number): Freshness {
  const since = current - (FRESH_MINUTES - 1) * STEP_MS;
  const counts = new Map<number, number>();
  let total = 0;
  for (const { kind, minute, bucket, count } of rows) {
    if (kind !== 'delivered' || minute < since) continue;
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    total += count;
  }
  return {
    p50Ms: percentileOf(counts, 0.5),
    p95Ms: percentileOf(counts, 0.95),
    count: total,
    overMs: FRESH_MINUTES * STEP_MS,
  };
}

/** @param waited how many events waited before the first minute */
function seriesOf(rows: readonly PulseRow[], first: number, waited: number): Series {
  const points = Array.from({ length: STEPS }, (_, step) => ({
    at: first + step * STEP_MS,
    delivered: 0,
    failed: 0,
    waiting: null as number | null,
  }));
  for (const { kind, minute, count } of rows) {
    const point = points[(minute - first) / STEP_MS];
    if (!point) continue;
    if (kind === 'waiting') point.waiting = count;
    else point[kind] += count;
  }
  // A number stands until another one is noted.
  let waiting = waited;
  for (const point of points) waiting = point.waiting ??= waiting;
  return { stepMs: STEP_MS, points };
}
