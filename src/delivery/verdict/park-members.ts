import type { EventDelay } from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { tellBacklog } from './tell-backlog.js';
import type { RowChanges, Verdict } from './verdict.js';

/** Members whose events are put off in memory, and not in the store yet. */
export interface BegunParking {
  /** What the store has to know. */
  readonly rows: RowChanges;
  /** Once it does: rows that have come in behind what has been read are read again. */
  rewind(): void;
  /** The wait is in the store, or will never be. */
  end(): void;
}

/**
 * Puts members' events off, all of each that are loaded, so that none overtakes another. First in memory, so that one
 * that is read meanwhile waits with them. The wait may be over before it is in the store: until then they stay parked.
 */
export function parkMembers(
  { backlog, cursors }: Pick<LaneContext, 'backlog' | 'cursors'>,
  { members, code }: NonNullable<Verdict['parked']>,
): BegunParking {
  const delays: EventDelay[] = [];
  const parking: (() => void)[] = [];
  const gone: { key: string; eventsGone: string[] }[] = [];
  for (const { key, failed, until } of members) {
    const entry = backlog.find(key);
    parking.push(backlog.parking.begin([...(entry?.references ?? []), key], until));
    const tried = new Set(failed);
    const eventIds = entry?.events.map(({ eventId }) => eventId) ?? [];
    for (const eventId of eventIds) delays.push({ eventId, until, failed: tried.has(eventId) });
    gone.push({ key, eventsGone: eventIds });
  }
  tellBacklog({ backlog }, { members: gone });
  return {
    rows: delays.length === 0 ? {} : { eventsPutOff: { delays, code } },
    rewind: () => {
      if (delays.length > 0) cursors.rewindRetries(Math.min(...delays.map(({ until }) => until)));
    },
    end: () => {
      for (const end of parking) end();
    },
  };
}
