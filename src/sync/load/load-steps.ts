import { inject, injectable } from 'inversify';
import { type Clock, type Directory, HOST, type Member, type Store } from '../../contract/index.js';
import { BACKFILL_MARKS, type LaneContext, LIST_GONE } from '../../delivery/index.js';
import {
  insertNewEvents,
  type NewEvent,
  type NewMark,
  raiseMarks,
  readLinks,
  readMarks,
  type RunRow,
} from '../../store/index.js';
import { RunBook } from '../runs/run-book.js';
import { runProgress } from '../runs/run-progress.js';
import type { Steps } from '../runs/step.js';
import { countWaiting } from '../runs/count-waiting.js';
import { closedAmong } from './closed-among.js';
import { HistoryFeeder } from './history-feeder.js';
import { loadPhases } from './load-phases.js';
import { mappedAudiences } from './mapped-audiences.js';
import { notSendable } from './not-sendable.js';
import { backfillMark } from '../runs/backfill-mark.js';
import { writeStep } from '../runs/write-step.js';
import { PAGE } from '../page.js';

/** Pages that one step feeds: as many members as one import takes. */
const PAGES = 10;
/** Then it is looked again after so long. */
const AGAIN_MS = 200;

/**
 * Loads what was there before, by raising marks: from there on a load is what live delivery does, behind it in
 * priority. Only so much is raised as goes out soon, so that neither table nor memory grows with the tenant.
 */
@injectable()
export class LoadSteps implements Steps {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.store) private readonly store: Store,
    @inject(RunBook) private readonly runs: RunBook,
    @inject(HistoryFeeder) private readonly history: HistoryFeeder,
  ) {}

  async step(lane: LaneContext, run: RunRow): Promise<number> {
    if (run.phase === 'sending') return this.finish(lane, run);
    const due = await countWaiting(this.store.read(), lane.connectionId, this.clock.now());
    // There is no room for more in memory; what there is goes first.
    if (due >= BACKFILL_MARKS) return this.clock.now() + AGAIN_MS;
    let current: RunRow | null = run;
    for (let page = 0; page < PAGES && current && current.phase === run.phase; page += 1) {
      if (lane.signal.aborted) break;
      current = await this.page(lane, current);
    }
    return this.clock.now();
  }

  /** Feeds one page. @returns the run as it stands then, null where it no longer runs */
  private page(lane: LaneContext, run: RunRow): Promise<RunRow | null> {
    switch (run.phase) {
      case 'lists':
        return this.audiencePage(lane, run);
      case 'members':
        return this.memberPage(lane, run);
      case 'events':
        return this.eventPage(lane, run);
      default:
        return this.commit(lane, run, { ...run, phase: 'sending', cursor: {} });
    }
  }

  private async audiencePage(lane: LaneContext, run: RunRow): Promise<RunRow | null> {
    const audiences = mappedAudiences(lane.settings, run.request);
    const at = run.cursor.at ?? 0;
    const audienceId = audiences[at];
    if (audienceId === undefined) return this.commit(lane, run, this.after(lane, run, {}));
    const { items, next } = await this.directory.audiencePage(lane.tenant, audienceId, {
      limit: PAGE,
      ...(run.cursor.after === undefined ? {} : { after: run.cursor.after }),
    });
    const lists = lane.settings.audiences.filter((one) => one.audienceId === audienceId);
    const marks = items.flatMap((memberId) => [
      this.mark(lane, 'profile', memberId),
      ...lists.map(({ listId }) => this.mark(lane, 'list', memberId, listId)),
    ]);
    const cursor = next === undefined ? { at: at + 1 } : { at, after: next };
    return this.commit(lane, run, { ...run, cursor, seen: run.seen + items.length }, marks);
  }

  private async memberPage(lane: LaneContext, run: RunRow): Promise<RunRow | null> {
    const { items, next } = await this.directory.memberPage(lane.tenant, {
      limit: PAGE,
      ...(run.cursor.after === undefined ? {} : { after: run.cursor.after }),
    });
    const skipped = { ...run.skipped };
    const closed = await closedAmong(this.store.read(), lane.connectionId, items);
    const sendable = items.filter((member) => {
      const code = closed.has(member.id) ? 'account_closed' : notSendable(member, lane.settings);
      if (code !== null) skipped[code] = (skipped[code] ?? 0) + 1;
      return code === null;
    });
    const open = await this.notLoaded(lane, run, sendable);
    const marks = open.map((memberId) => this.mark(lane, 'profile', memberId));
    const seen = run.seen + items.length;
    const fed =
      next === undefined
        ? this.after(lane, run, { seen, skipped })
        : { ...run, cursor: { after: next }, seen, skipped };
    return this.commit(lane, run, fed, marks);
  }

  private async eventPage(lane: LaneContext, run: RunRow): Promise<RunRow | null> {
    const page = await this.history.page(lane, run);
    const skipped = { ...run.skipped };
    for (const code of page.skipped) skipped[code] = (skipped[code] ?? 0) + 1;
    const seen = run.seen + page.items;
    const fed =
      page.next === undefined
        ? this.after(lane, run, { seen, skipped })
        : { ...run, cursor: { after: page.next }, seen, skipped };
    return this.commit(lane, run, fed, [], page.events);
  }

  /** Without those who have arrived by this run already: with a list, or because they changed meanwhile. */
  private async notLoaded(lane: LaneContext, run: RunRow, members: readonly Member[]): Promise<string[]> {
    const ids = members.map(({ id }) => id);
    const manager = this.store.read();
    const [links, marks] = await Promise.all([
      readLinks(manager, lane.connectionId, ids),
      readMarks(manager, lane.connectionId, ids),
    ]);
    const done = new Set([
      ...links
        .filter(({ acceptedAt, acceptedProfile, acceptedPoints }) => {
          const isHere = acceptedProfile !== null || acceptedPoints !== null;
          return isHere && (acceptedAt ?? 0) >= run.startedAt;
        })
        .map(({ memberId }) => memberId),
      ...marks.filter(({ facet }) => facet === 'profile').map(({ memberId }) => memberId),
    ]);
    return ids.filter((id) => !done.has(id));
  }

  private async commit(
    lane: LaneContext,
    before: RunRow,
    after: RunRow,
    marks: readonly NewMark[] = [],
    events: readonly NewEvent[] = [],
  ): Promise<RunRow | null> {
    const { phase, cursor, seen, skipped } = after;
    const further: { run: RunRow | null } = { run: null };
    await writeStep(lane, async (manager) => {
      const goesOn = await this.runs.advance(manager, before, { phase, cursor, seen, skipped });
      further.run = goesOn ? after : null;
      if (!goesOn) return;
      await raiseMarks(manager, marks, 'missing');
      await insertNewEvents(manager, events);
    });
    return further.run;
  }

  private after(lane: LaneContext, run: RunRow, change: Partial<RunRow>): RunRow {
    const phases = loadPhases(run.request, mappedAudiences(lane.settings, run.request).length);
    const next = phases[phases.findIndex((phase) => phase === run.phase) + 1] ?? 'sending';
    return { ...run, ...change, phase: next, cursor: {} };
  }

  private async finish(lane: LaneContext, run: RunRow): Promise<number> {
    const waiting = await countWaiting(this.store.read(), lane.connectionId, Infinity);
    if (waiting > 0 || lane.jobs.size > 0) return this.clock.now() + AGAIN_MS;
    await writeStep(lane, async (manager) => {
      // What is left waits for a list that is gone: it is not done, and the run can do nothing for it.
      const left = (await runProgress(manager, run)).waiting;
      const skipped = left === 0 ? run.skipped : { ...run.skipped, [LIST_GONE]: left };
      await this.runs.advance(manager, run, { skipped });
      await this.runs.end(manager, run, 'done', this.clock.now());
    });
    return this.clock.now();
  }

  private mark(lane: LaneContext, facet: 'profile' | 'list', memberId: string, listId?: string): NewMark {
    return backfillMark(lane.connectionId, this.clock.now(), facet, memberId, listId);
  }
}
