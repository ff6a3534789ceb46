import { BULK_LIMITS } from '../plan/limits.js';

/** Rows that are loaded at once: there is room for a whole page, or none. */
export const PAGE = 1_000;
/** Rows of each kind held in memory at most; a head is some 200 bytes. No kind can keep another out. */
const EVENT_ROOM = 20_000;
/** The backfill has room for three marks of each member of a full import … */
export const BACKFILL_MARKS = 30_000;
const MARK_ROOM = { live: 20_000, backfill: BACKFILL_MARKS } as const;
/** … and for a full import beside the rest of another: with one mark each, members are what takes the memory. */
const BACKFILL_MEMBERS = 2 * BULK_LIMITS.state.items;

type Kind = keyof typeof MARK_ROOM;

/** How much a backlog holds, and whether more may be loaded. The backfill has a room of its own. */
export class BacklogRoom {
  private readonly events = { live: 0, backfill: 0 };
  private readonly marks = { live: 0, backfill: 0 };
  /** Who has marks of the backfill. */
  private members = 0;

  /** @param by 1 for one more, −1 for one less */
  countEvent(backfill: boolean, by: 1 | -1): void {
    this.events[kindOf(backfill)] += by;
  }

  countMark(backfill: boolean, by: 1 | -1): void {
    this.marks[kindOf(backfill)] += by;
  }

  /** A member has got its first mark of the backfill, or has lost its last. */
  countMember(by: 1 | -1): void {
    this.members += by;
  }

  hasForEvents(backfill: boolean): boolean {
    return this.events[kindOf(backfill)] + PAGE <= EVENT_ROOM;
  }

  hasForMarks(backfill: boolean): boolean {
    if (backfill) return this.hasBeside(this.members, this.marks.backfill);
    return this.marks.live + PAGE <= MARK_ROOM.live;
  }

  /** Whether a page of the backfill fits beside so many members and marks of it. */
  hasBeside(members: number, marks: number): boolean {
    return members + PAGE <= BACKFILL_MEMBERS && marks + PAGE <= MARK_ROOM.backfill;
  }
}

const kindOf = (backfill: boolean): Kind => (backfill ? 'backfill' : 'live');
