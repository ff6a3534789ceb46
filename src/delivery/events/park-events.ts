import type { LaneContext } from '../lane/lane-context.js';
import { settlePutOff } from './settle-events.js';

/** A member whose events wait. */
export interface ParkedMember {
  readonly key: string;
  /** Events that were tried, and count it. */
  readonly failed: readonly string[];
  /** Epoch milliseconds. */
  readonly until: number;
}

/**
 * Puts members' events off, all of each that are loaded, so that none overtakes another. First in memory, so that one
 * that is read meanwhile waits with them.
 */
export async function parkEvents(
  lane: LaneContext,
  members: readonly ParkedMember[],
  code: string,
): Promise<void> {
  const { backlog, connectionId } = lane;
  const byTime = new Map<number, { readonly ids: string[]; readonly failed: string[] }>();
  for (const { key, failed, until } of members) {
    backlog.park([...(backlog.find(key)?.references ?? []), key], until);
    const group = byTime.get(until) ?? { ids: [], failed: [] };
    byTime.set(until, group);
    for (const { eventId } of backlog.dropAllEvents(key)) group.ids.push(eventId);
    group.failed.push(...failed);
  }
  if (byTime.size === 0) return;
  await lane.fence.settle(async (manager) => {
    for (const [until, { ids, failed }] of byTime) {
      await settlePutOff(manager, connectionId, ids, failed, until, code);
    }
  });
}
