import type { BatchMember } from './batch.js';
import type { Candidate } from './candidate.js';
import type { RequestLimits } from './limits.js';

/** One request's worth of members, and who is left. */
export interface Packed {
  readonly members: readonly BatchMember[];
  readonly items: number;
  readonly rest: readonly Candidate[];
}

/**
 * Fills one bulk request, in order: each member with as many of its events as fit. Stops at the first that does not
 * fit at all, so that nobody is overtaken for being large.
 *
 * @param most members at most: the smallest cap among them
 */
export function pack(candidates: readonly Candidate[], limits: RequestLimits, most = Infinity): Packed {
  const members: BatchMember[] = [];
  let items = 0;
  let bytes = 0;
  let taken = 0;
  for (const { key, sizes } of candidates) {
    if (members.length >= most || items >= limits.items) break;
    let count = 0;
    for (const size of sizes) {
      // A first item that is larger than the limit goes alone: somebody must tell that it cannot go.
      if (items + count >= limits.items || (bytes + size > limits.bytes && items + count > 0)) break;
      bytes += size;
      count += 1;
    }
    if (count === 0) break;
    members.push({ key, items: count });
    items += count;
    taken += 1;
    if (count < sizes.length) break;
  }
  return { members, items, rest: candidates.slice(taken) };
}
