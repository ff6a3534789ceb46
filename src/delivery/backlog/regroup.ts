import type { Backlog } from './backlog.js';
import type { Regrouping } from './after-refusal.js';

/**
 * Puts a decision on a refused batch into force: its members are planned anew, alone or in smaller batches.
 *
 * @param decide how, given how often its members have been refused in a batch before
 */
export function regroup(
  backlog: Backlog,
  keys: Iterable<string>,
  decide: (refusals: number) => Regrouping,
): void {
  const entries = [...new Set(keys)].flatMap((key) => backlog.find(key) ?? []);
  const { alone, cap } = decide(Math.max(0, ...entries.map(({ refusals }) => refusals)));
  for (const entry of entries) {
    entry.refusals += 1;
    if (alone.has(entry.key)) backlog.cap(entry.key, 1);
    else if (cap !== null) backlog.cap(entry.key, cap);
  }
}
