import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import {
  addTallies,
  deleteMarks,
  type MarkChange,
  type MarkVersion,
  postponeMarks,
  type ReasonCode,
} from '../../../store/index.js';
import { parkEvents } from './park-events.js';
import { settleBuried, settleSkipped } from './settle-events.js';
import { bySettings } from '../../context/by-settings.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Settlement } from '../../context/lane-fence.js';
import type { MemberWork, OutboxEvent } from '../../member/member-work.js';

/** Work may come before its member does: so long it is tried again. */
const UNKNOWN_MS = 15 * 60_000;
/** First wait for a member, and the longest: a quarter of the time that it has waited already. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/** Settles the work of members who can not be sent: the platform does not know them, or nothing of them may leave. */
@injectable()
export class Unsendable {
  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** The platform does not know these members (yet). */
  async unknown(lane: LaneContext, works: readonly MemberWork[]): Promise<void> {
    if (works.length === 0) return;
    const now = this.clock.now();
    const given = works.flatMap(({ events }) =>
      events.filter(({ acceptedAt }) => now - acceptedAt >= UNKNOWN_MS),
    );
    const waiting = works.flatMap(({ key, events }) => {
      const first = events.find(({ acceptedAt }) => now - acceptedAt < UNKNOWN_MS);
      return first ? [{ key, failed: [], until: now + waitAfter(now - first.acceptedAt) }] : [];
    });
    const marks = works.flatMap((work) => work.marks.filter(({ notBefore }) => notBefore <= now));
    const gone: MarkVersion[] = marks.filter(({ markedAt }) => now - markedAt >= UNKNOWN_MS);
    const later: MarkChange[] = marks
      .filter((mark) => !gone.includes(mark))
      .map((mark) => ({ ...mark, notBefore: now + waitAfter(now - mark.markedAt) }));
    await lane.fence.settle(async (manager) => {
      await settleBuried(manager, lane.connectionId, given, UNKNOWN, now);
      // A state of nobody: there is nothing that could be replayed, so the reason is all that stays.
      await deleteMarks(manager, lane.connectionId, gone);
      await postponeMarks(manager, lane.connectionId, later);
      if (gone.length > 0) {
        const tally = { kind: 'skipped', code: UNKNOWN.code, count: gone.length } as const;
        await addTallies(manager, lane.connectionId, [tally], now);
      }
    });
    forget(lane, works, given);
    await parkEvents(lane, waiting, UNKNOWN.code);
  }

  /** Nothing of these members may leave the platform; the reason is counted. */
  async skip(lane: LaneContext, works: readonly MemberWork[], code: ReasonCode): Promise<void> {
    await this.leaveOut(lane, works, code, (settle) => settle);
  }

  /** The settings leave these members, or their events, out; the reason is counted. */
  async skipBySettings(lane: LaneContext, works: readonly MemberWork[], code: ReasonCode): Promise<void> {
    await this.leaveOut(lane, works, code, (settle) => bySettings(lane, settle));
  }

  private async leaveOut(
    lane: LaneContext,
    works: readonly MemberWork[],
    code: ReasonCode,
    guard: (settle: Settlement) => Settlement,
  ): Promise<void> {
    if (works.length === 0) return;
    const now = this.clock.now();
    const events = works.flatMap((work) => work.events);
    const marks = works.flatMap((work) => work.marks);
    const settle: Settlement = async (manager) => {
      await settleSkipped(
        manager,
        lane.connectionId,
        events.map(({ eventId }) => eventId),
        code,
        now,
      );
      await deleteMarks(manager, lane.connectionId, marks);
      if (marks.length > 0) {
        await addTallies(manager, lane.connectionId, [{ kind: 'skipped', code, count: marks.length }], now);
      }
    };
    await lane.fence.settle(guard(settle));
    forget(lane, works, events);
  }
}

const UNKNOWN = {
  code: 'member_unknown',
  message: 'The platform knows no member with this subject. Create the member, then replay.',
} as const;

/** In steps, so that many of them are put off by one statement. */
const waitAfter = (waited: number): number =>
  Math.min(LONGEST_WAIT_MS, Math.max(1, Math.round(waited / 4 / FIRST_WAIT_MS)) * FIRST_WAIT_MS);

function forget(lane: LaneContext, works: readonly MemberWork[], events: readonly OutboxEvent[]): void {
  const ids = events.map(({ eventId }) => eventId);
  for (const { key, marks } of works) {
    lane.backlog.dropEvents(key, ids);
    lane.backlog.dropMarks(key, marks);
    lane.backlog.stateSettled(key);
  }
}
