import { delayEvents, type EventDelay } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';

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
 * that is read meanwhile waits with them. The wait may be over before it is in the store: until then they stay parked,
 * and rows that come in behind what has been read are read again.
 */
export async function parkEvents(
  lane: LaneContext,
  members: readonly ParkedMember[],
  code: string,
): Promise<void> {
  const { backlog, connectionId, cursors } = lane;
  const delays: EventDelay[] = [];
  const parking: (() => void)[] = [];
  for (const { key, failed, until } of members) {
    parking.push(backlog.parking.begin([...(backlog.find(key)?.references ?? []), key], until));
    const tried = new Set(failed);
    for (const { eventId } of backlog.dropAllEvents(key)) {
      delays.push({ eventId, until, failed: tried.has(eventId) });
    }
  }
  try {
    if (delays.length === 0) return;
    await lane.fence.settle((manager) => delayEvents(manager, connectionId, delays, code));
    cursors.rewindRetries(Math.min(...delays.map(({ until }) => until)));
  } finally {
    for (const end of parking) end();
  }
}
