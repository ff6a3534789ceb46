import type { MemberNews } from './backlog-news.js';
import type { Backlog } from './backlog.js';
import type { Regrouping } from './after-refusal.js';

/**
 * What a refused batch means for its members: they are planned anew, alone or in smaller batches.
 *
 * @param decide how, given how often they have been refused in a batch before, at most
 */
export function regroup(
  backlog: Pick<Backlog, 'find'>,
  keys: Iterable<string>,
  decide: (refusals: number) => Regrouping,
): MemberNews[] {
  const entries = [...new Set(keys)].flatMap((key) => backlog.find(key) ?? []);
  const { alone, cap } = decide(Math.max(0, ...entries.map(({ refusals }) => refusals)));
  return entries.map(({ key }) => ({
    key,
    refused: true,
    ...(alone.has(key) ? { cap: 1 } : cap === null ? {} : { cap }),
  }));
}
