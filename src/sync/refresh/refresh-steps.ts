import { inject, injectable } from 'inversify';
import { type Clock, type Directory, HOST, type Store } from '../../contract/index.js';
import { BACKFILL_MARKS, isMirrored, type LaneContext, LargeRemoval } from '../../delivery/index.js';
import { type NewMark, oursOnList, raiseMarks, readSentMembers, type RunRow } from '../../store/index.js';
import { backfillMark } from '../runs/backfill-mark.js';
import { countWaiting } from '../runs/count-waiting.js';
import { RunBook } from '../runs/run-book.js';
import type { Steps } from '../runs/step.js';
import { Leavers } from './leavers.js';
import { onListAmong } from './on-list-among.js';
import { writeStep } from '../runs/write-step.js';
import { PAGE } from '../page.js';

const AGAIN_MS = 200;
/** A change of no more members than this goes with the live work; a larger one behind it. */
const SMALL = 1_000;

/**
 * An audience that was computed anew, taken as one change: page by page, who is in it and not on its lists joins, and who
 * is on them and not in it leaves. It tells nobody apart by an order of events: the platform's result is the truth.
 */
@injectable()
export class RefreshSteps implements Steps {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.store) private readonly store: Store,
    @inject(RunBook) private readonly runs: RunBook,
    @inject(Leavers) private readonly leavers: Leavers,
    @inject(LargeRemoval) private readonly largeRemoval: LargeRemoval,
  ) {}

  async step(lane: LaneContext, run: RunRow): Promise<number> {
    const due = await countWaiting(this.store.read(), lane.connectionId, this.clock.now());
    if (due >= BACKFILL_MARKS) return this.clock.now() + AGAIN_MS;
    if (run.phase === 'sent') await this.lookAtSent(lane, run);
    else if (run.phase === 'clearing') await this.clear(lane, run);
    else if (run.phase === 'joining') await this.join(lane, run);
    else if (run.phase === 'counting') await this.count(lane, run);
    else await this.leave(lane, run);
    return this.clock.now();
  }

  private async join(lane: LaneContext, run: RunRow): Promise<void> {
    const [audienceId = ''] = run.request.audiences ?? [];
    const { items, next } = await this.directory.audiencePage(lane.tenant, audienceId, {
      limit: PAGE,
      ...(run.cursor.after === undefined ? {} : { after: run.cursor.after }),
    });
    const marks: NewMark[] = [];
    for (const listId of this.lists(lane, run)) {
      const there = await onListAmong(this.store.read(), lane.connectionId, listId, items);
      for (const memberId of items) {
        if (!there.has(memberId)) marks.push(this.mark(lane, listId, memberId, run.seen + marks.length));
      }
    }
    const seen = run.seen + marks.length;
    const further = next === undefined ? { phase: 'counting', cursor: {} } : { cursor: { after: next } };
    await writeStep(lane, async (manager) => {
      if (await this.runs.advance(manager, run, { ...further, seen })) await raiseMarks(manager, marks);
    });
  }

  /** First how many would leave: a removal that is large waits for a person, all of it. */
  private async count(lane: LaneContext, run: RunRow): Promise<void> {
    const { at = 0, after, count = 0, of = 0 } = run.cursor;
    const listId = this.lists(lane, run)[at];
    if (listId === undefined) {
      await writeStep(lane, (manager) => this.runs.end(manager, run, 'done', this.clock.now()));
      return;
    }
    if (!isMirrored(listId, lane.settings.audiences)) return this.go(lane, run, 'counting', { at: at + 1 });
    const { looked, leaving, next } = await this.leavers.page(lane, listId, after);
    const counted = { at, count: count + leaving.length, of: of + looked };
    if (next !== undefined) return this.go(lane, run, 'counting', { ...counted, after: next });
    if (counted.count === 0) return this.go(lane, run, 'counting', { at: at + 1 });
    const hold = this.largeRemoval.isLarge(counted.count, counted.of);
    await this.go(lane, run, 'leaving', { ...counted, hold });
    if (hold) await this.largeRemoval.tell(lane.tenant, lane.connectionId, listId, counted.count);
  }

  private async leave(lane: LaneContext, run: RunRow): Promise<void> {
    const { connectionId } = lane;
    const { at = 0, after, hold = false } = run.cursor;
    const listId = this.lists(lane, run)[at];
    if (listId === undefined) return this.go(lane, run, 'counting', { at: at + 1 });
    const { leaving, next } = await this.leavers.page(lane, listId, after);
    const marks = leaving.map((memberId, index) => this.mark(lane, listId, memberId, run.seen + index));
    const seen = run.seen + leaving.length;
    const further =
      next === undefined
        ? { phase: 'counting', cursor: { at: at + 1 } }
        : { cursor: { ...run.cursor, after: next } };
    await writeStep(lane, async (manager) => {
      if (!(await this.runs.advance(manager, run, { ...further, seen }))) return;
      if (hold) await this.largeRemoval.hold(manager, connectionId, listId, leaving);
      else await raiseMarks(manager, marks);
    });
  }

  /** Everybody of whom something was sent: what does not differ from that is no request. */
  private async lookAtSent(lane: LaneContext, run: RunRow): Promise<void> {
    const sent = await readSentMembers(this.store.read(), lane.connectionId, run.cursor.after ?? '', PAGE);
    const now = this.clock.now();
    const marks = sent.map((memberId) => backfillMark(lane.connectionId, now, 'profile', memberId));
    const last = sent.length === PAGE ? sent.at(-1) : undefined;
    await writeStep(lane, async (manager) => {
      if (last === undefined) await this.runs.end(manager, run, 'done', now);
      else {
        const seen = run.seen + sent.length;
        if (!(await this.runs.advance(manager, run, { cursor: { after: last }, seen }))) return;
      }
      await raiseMarks(manager, marks, 'missing');
    });
  }

  /** A list that is no longer mapped: all whom we have put there leave it. */
  private async clear(lane: LaneContext, run: RunRow): Promise<void> {
    const { listId = '', after = '' } = run.cursor;
    const ours = await oursOnList(this.store.read(), lane.connectionId, listId, after, PAGE);
    const marks = ours.map((memberId, index) => this.mark(lane, listId, memberId, run.seen + index));
    const last = ours.length === PAGE ? ours.at(-1) : undefined;
    await writeStep(lane, async (manager) => {
      if (last === undefined) await this.runs.end(manager, run, 'done', this.clock.now());
      else {
        const cursor = { ...run.cursor, after: last };
        if (!(await this.runs.advance(manager, run, { cursor, seen: run.seen + ours.length }))) return;
      }
      await raiseMarks(manager, marks);
    });
  }

  private async go(lane: LaneContext, run: RunRow, phase: string, cursor: RunRow['cursor']): Promise<void> {
    await writeStep(lane, async (manager) => {
      await this.runs.advance(manager, run, { phase, cursor });
    });
  }

  private lists({ settings }: LaneContext, { request }: RunRow): readonly string[] {
    if (!settings.capabilities.lists) return [];
    const mapped = settings.audiences.filter(({ audienceId }) => request.audiences?.includes(audienceId));
    return [...new Set(mapped.map(({ listId }) => listId))];
  }

  private mark(lane: LaneContext, listId: string, memberId: string, place: number): NewMark {
    const mark = backfillMark(lane.connectionId, this.clock.now(), 'list', memberId, listId);
    return { ...mark, priority: place < SMALL ? 0 : 1 };
  }
}
