import { inject, injectable } from 'inversify';
import { type Clock, type Directory, HOST, type Store } from '../../contract/index.js';
import {
  delayEvents,
  type EventDelay,
  type EventHeadRow,
  type MarkHeadRow,
  nextEventDue,
  nextMarkDue,
  putOffMarksOfLists,
  readFreshHeads,
  readMarkHeads,
  readRetryHeads,
  readRetryingSubjects,
} from '../../store/index.js';
import { LIST_GONE_MS } from '../marks/list-gone.js';
import { inChunks } from '../kit/in-chunks.js';
import type { LaneContext } from '../context/lane-context.js';
import { admit } from '../backlog/admit.js';
import type { Backlog } from '../backlog/backlog.js';
import { PAGE } from '../backlog/backlog-room.js';
import { eventHeadOf, markHeadOf } from '../backlog/raw-heads.js';
import type { MemberRef } from '../backlog/work-head.js';

/** A row may become visible later than its neighbour: what is this old is read again. */
const OVERLAP_MS = 5_000;

const PRIORITIES = [0, 1] as const;
type Priority = (typeof PRIORITIES)[number];

/**
 * Loads heads of due work, as far as there is room, in whole pages: a page for each place that has become free would be
 * sixty a second, and one of the marks goes on at the member with which the one before has ended.
 */
@injectable()
export class BacklogReader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  /** Whose events wait for a retry, as an owner before has left them. */
  async readParked(connectionId: string, backlog: Backlog): Promise<void> {
    for (const { subject, until } of await readRetryingSubjects(this.store.read(), connectionId)) {
      backlog.parking.park([subject], until);
    }
  }

  /**
   * Loads the next pages. Retries come first, then states, then events that were never tried: so an event never
   * overtakes an older one of its member.
   *
   * @returns whether more is due that there is room for
   */
  async refill(lane: LaneContext): Promise<boolean> {
    lane.cursors.trim();
    const now = this.clock.now();
    const { backlog } = lane;
    const retries = [await this.retries(lane, 0, now), await this.retries(lane, 1, now)] as const;
    if (!retries.includes(true)) backlog.parking.lift(now);
    let more = false;
    for (const priority of PRIORITIES) {
      const marks = await this.marks(lane, priority);
      const fresh = (await this.fresh(lane, priority)) || retries[priority];
      more ||= marks && backlog.room.hasForMarks(priority > 0);
      more ||= fresh && backlog.room.hasForEvents(priority > 0);
    }
    return more;
  }

  /** When the lane has to be looked at next (epoch ms), although nobody wakes it; null when nothing waits. */
  async nextDue(connectionId: string, after: number): Promise<number | null> {
    const manager = this.store.read();
    const times = await Promise.all(
      PRIORITIES.flatMap((priority) => [
        nextEventDue(manager, connectionId, priority, after),
        nextMarkDue(manager, connectionId, priority, after),
      ]),
    );
    const due = times.filter((at) => at !== null);
    return due.length === 0 ? null : Math.min(...due);
  }

  private async retries(lane: LaneContext, priority: Priority, now: number): Promise<boolean> {
    const { backlog, cursors } = lane;
    if (!backlog.room.hasForEvents(priority > 0)) return true;
    const rows = await readRetryHeads(
      this.store.read(),
      lane.connectionId,
      priority,
      now,
      cursors.retry[priority],
      PAGE,
    );
    const last = rows.at(-1);
    if (last) cursors.retry[priority] = { notBefore: last.notBefore, seq: last.seq };
    const isMore = await this.take(lane, rows, now);
    return isMore || rows.length === PAGE;
  }

  private async fresh(lane: LaneContext, priority: Priority): Promise<boolean> {
    const { backlog, cursors } = lane;
    if (!backlog.room.hasForEvents(priority > 0)) return true;
    const after = cursors.fresh[priority];
    const rows = await readFreshHeads(this.store.read(), lane.connectionId, priority, after, PAGE);
    const last = rows.at(-1);
    const isAll = rows.length < PAGE;
    if (last) cursors.fresh[priority] = last.seq;
    // Another process may accept with a clock a little behind: its rows come in between.
    if (isAll) cursors.fresh[priority] = Math.max(0, cursors.fresh[priority] - OVERLAP_MS * 1_000);
    await this.take(lane, rows, this.clock.now());
    return !isAll;
  }

  private async marks(lane: LaneContext, priority: Priority): Promise<boolean> {
    const { backlog, connectionId, cursors } = lane;
    const now = this.clock.now();
    if (!backlog.room.hasForMarks(priority > 0)) return true;
    const after = cursors.mark[priority];
    const rows = await readMarkHeads(this.store.read(), connectionId, priority, now, after, PAGE);
    const last = rows.at(-1);
    const isAll = rows.length < PAGE;
    if (last) cursors.mark[priority] = { notBefore: last.notBefore, memberId: last.memberId };
    if (isAll) cursors.mark[priority] = { notBefore: Math.max(0, now - OVERLAP_MS), memberId: '' };
    const going = rows.filter(({ facet, listId }) => facet !== 'list' || !backlog.lists.rests(listId));
    if (going.length < rows.length) await this.putOffResting(lane, rows, now);
    const references = going.map(({ memberId }) => memberId);
    // Of the backfill nobody comes again soon: to remember them would cost as much as all the rest of the backlog.
    const members = await this.resolve(lane, references, priority === 0);
    for (const row of going) {
      backlog.addMark(memberOf(members, row.memberId), markHeadOf(row, priority > 0));
    }
    return !isAll;
  }

  /** All that is due of lists that are gone: it would be met on every page, and would take the room of all others. */
  private async putOffResting(lane: LaneContext, rows: readonly MarkHeadRow[], now: number): Promise<void> {
    const { backlog, connectionId } = lane;
    const resting = [...new Set(rows.map(({ listId }) => listId))].filter((listId) =>
      backlog.lists.rests(listId),
    );
    await lane.fence.settleMany((manager) =>
      putOffMarksOfLists(manager, connectionId, resting, now, now + LIST_GONE_MS),
    );
  }

  /** @returns whether a row was put off to a time that has come: it has to be read once more */
  private async take(lane: LaneContext, rows: readonly EventHeadRow[], now: number): Promise<boolean> {
    const { backlog } = lane;
    const members = await this.resolve(
      lane,
      rows.map(({ subject }) => subject),
      true,
    );
    const waiting: EventDelay[] = [];
    const lifted = new Set<string>();
    for (const row of rows) {
      const until = admit(
        backlog,
        memberOf(members, row.subject),
        eventHeadOf(row),
        row.notBefore,
        now,
        lifted,
      );
      if (until !== null) waiting.push({ eventId: row.eventId, until, failed: false });
    }
    if (waiting.length === 0) return false;
    await lane.fence.settle((manager) => delayEvents(manager, lane.connectionId, waiting, null));
    const earliest = Math.min(...waiting.map(({ until }) => until));
    // The page may have gone further than where a row was put.
    lane.cursors.rewindRetries(earliest);
    return earliest <= now;
  }

  /** @param remember whether they are likely to be met again soon */
  private async resolve(
    lane: LaneContext,
    references: readonly string[],
    remember: boolean,
  ): Promise<ReadonlyMap<string, MemberRef>> {
    const { backlog, cursors } = lane;
    const found = new Map<string, MemberRef>();
    const open: string[] = [];
    for (const reference of new Set(references)) {
      const known = cursors.members.get(reference);
      if (known) found.set(reference, known);
      // A load names members by their id: who stands in the backlog already is known by it.
      else if (remember || !backlog.find(reference)) open.push(reference);
    }
    const pages = await inChunks(open, (some) => this.directory.members(lane.tenant, some));
    for (const page of pages) {
      for (const [reference, { id, accountNumber, authIdentifier }] of page) {
        const all = [id, accountNumber, authIdentifier, reference].filter((one) => typeof one === 'string');
        // A list that was grown keeps room for sixteen more, and there are tens of thousands of them.
        const member = { key: id, references: [...new Set(all)].slice() };
        found.set(reference, member);
        if (remember) cursors.remember(reference, member);
      }
    }
    return found;
  }
}

/** Somebody whom the platform does not know (yet) is known by the reference. */
const memberOf = (members: ReadonlyMap<string, MemberRef>, reference: string): MemberRef =>
  members.get(reference) ?? { key: reference, references: [reference] };
