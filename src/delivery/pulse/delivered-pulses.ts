import type { Pulse } from '../../store/index.js';
import { bucketOf } from './latency-buckets.js';

/** Delivered events counted by how long they took. History is none of it: it was never waited for. */
export function deliveredPulses(
  events: readonly { readonly acceptedAt: number; readonly backfill: boolean }[],
  now: number,
): Pulse[] {
  const counts = new Map<number, number>();
  for (const { acceptedAt, backfill } of events) {
    if (backfill) continue;
    const bucket = bucketOf(now - acceptedAt);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts].map(([bucket, count]) => ({ kind: 'delivered', bucket, count }));
}
