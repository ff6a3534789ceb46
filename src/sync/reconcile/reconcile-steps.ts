import { inject, injectable } from 'inversify';
import { type Clock, type Directory, HOST } from '../../contract/index.js';
import { type LaneContext, LargeRemoval } from '../../delivery/index.js';
import {
  deleteAllSeen,
  deleteFindings,
  type FindingRow,
  insertFoundOnList,
  putFindings,
  repairLinks,
  type RunCursor,
  type RunRow,
} from '../../store/index.js';
import type { Advance } from '../runs/run-book.js';
import { RunBook } from '../runs/run-book.js';
import type { Steps } from '../runs/step.js';
import { addDrift } from './add-drift.js';
import { CompareLists } from './compare-lists.js';
import { type Comparison, CompareMembers } from './compare-members.js';
import { DriftNotice } from './drift-notice.js';
import { Findings } from './findings.js';
import { Repairs } from './repairs.js';
import { writeStep } from '../runs/write-step.js';
import { PAGE } from '../page.js';

/** Between the two looks: Klaviyo shows writes late, and what was on its way arrives. */
const SECOND_LOOK_MS = 60_000;

/**
 * Compares the platform with Klaviyo in two looks. What differs at both is drift: it is counted, and repaired where that
 * is wanted. Phases: `comparing`, `lists`, `second-look`, `second-members`, `second-lists`.
 */
@injectable()
export class ReconcileSteps implements Steps {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(RunBook) private readonly runs: RunBook,
    @inject(CompareMembers) private readonly members: CompareMembers,
    @inject(CompareLists) private readonly lists: CompareLists,
    @inject(Findings) private readonly findings: Findings,
    @inject(Repairs) private readonly repairs: Repairs,
    @inject(LargeRemoval) private readonly largeRemoval: LargeRemoval,
    @inject(DriftNotice) private readonly notice: DriftNotice,
  ) {}

  step(lane: LaneContext, run: RunRow): Promise<number> {
    switch (run.phase) {
      case 'comparing':
        return this.compare(lane, run);
      case 'lists':
      case 'second-lists':
        return this.list(lane, run);
      case 'second-look':
        return this.wait(lane, run);
      default:
        return this.compareAgain(lane, run);
    }
  }

  private async compare(lane: LaneContext, run: RunRow): Promise<number> {
    const { connectionId } = lane;
    const isFirst = run.cursor.after === undefined;
    const { items, next } = await this.directory.memberPage(lane.tenant, {
      limit: PAGE,
      ...(run.cursor.after === undefined ? {} : { after: run.cursor.after }),
    });
    const page = await this.members.page(
      lane,
      items.map(({ id }) => id),
    );
    if ('ms' in page) return this.clock.now() + page.ms;
    const seen = run.seen + items.length;
    const further: Advance =
      next === undefined ? { phase: 'lists', cursor: {} } : { cursor: { after: next } };
    await writeStep(lane, async (manager) => {
      // What an earlier run has left behind is nobody's.
      if (isFirst) await deleteFindings(manager, connectionId);
      const skipped = add(run.skipped, page.skipped);
      if (!(await this.runs.advance(manager, run, { ...further, seen, skipped }))) return;
      await putFindings(manager, connectionId, page.findings);
      await repairLinks(manager, connectionId, moved(page));
    });
    return this.clock.now();
  }

  private async compareAgain(lane: LaneContext, run: RunRow): Promise<number> {
    const { connectionId } = lane;
    const ids = await this.findings.members(connectionId, run.cursor.after);
    const page = await this.members.page(lane, ids);
    if ('ms' in page) return this.clock.now() + page.ms;
    const confirmed = await this.findings.again(connectionId, page.findings);
    const last = ids.at(-1);
    const further: Advance =
      ids.length < PAGE || last === undefined
        ? { phase: 'second-lists', cursor: {} }
        : { cursor: { after: last } };
    await writeStep(lane, async (manager) => {
      const drift = addDrift(run.drift, confirmed);
      if (!(await this.runs.advance(manager, run, { ...further, drift }))) return;
      if (repairs(run)) await this.repairs.members(manager, lane, confirmed);
    });
    return this.clock.now();
  }

  private async list(lane: LaneContext, run: RunRow): Promise<number> {
    const { connectionId } = lane;
    const isSecond = run.phase === 'second-lists';
    const listId = mappedLists(lane)[run.cursor.at ?? 0];
    if (listId === undefined) return isSecond ? this.end(lane, run) : this.firstLookEnds(lane, run);
    const page = await this.lists.page(lane, listId, run.cursor);
    if (typeof page === 'number') return this.clock.now() + page;
    const confirmed = isSecond ? await this.findings.again(connectionId, page.findings) : [];
    const hold = isSecond && (await this.isLarge(lane, listId, confirmed));
    // Each list is gone through twice, and counts once.
    const seen = run.seen + (isSecond ? 0 : page.looked);
    await writeStep(lane, async (manager) => {
      const drift = addDrift(run.drift, confirmed);
      if (!(await this.runs.advance(manager, run, { cursor: page.next, seen, drift }))) return;
      if (!isSecond) await putFindings(manager, connectionId, page.findings);
      else if (repairs(run)) await this.repairs.list(manager, lane, listId, confirmed, hold);
      if (isSecond) await insertFoundOnList(manager, connectionId, listId, page.found);
    });
    return this.clock.now();
  }

  /** Whether those who are to leave are so many that a person should look. */
  private async isLarge(
    lane: LaneContext,
    listId: string,
    confirmed: readonly FindingRow[],
  ): Promise<boolean> {
    if (!confirmed.some(({ kind, memberId }) => kind === 'extra' && memberId !== '')) return false;
    const leaving = await this.findings.extra(lane.connectionId, listId);
    const ours = await this.lists.countOurs(lane.connectionId, listId);
    const large = this.largeRemoval.isLarge(leaving, ours);
    if (large) await this.largeRemoval.tell(lane.tenant, lane.connectionId, listId, leaving);
    return large;
  }

  private async firstLookEnds(lane: LaneContext, run: RunRow): Promise<number> {
    if (!(await this.findings.any(lane.connectionId))) return this.end(lane, run);
    const notBefore = this.clock.now() + SECOND_LOOK_MS;
    await this.go(lane, run, 'second-look', { notBefore });
    return notBefore;
  }

  private async wait(lane: LaneContext, run: RunRow): Promise<number> {
    const { notBefore = 0 } = run.cursor;
    if (notBefore > this.clock.now()) return notBefore;
    await this.go(lane, run, 'second-members', {});
    return this.clock.now();
  }

  private async go(lane: LaneContext, run: RunRow, phase: string, cursor: RunCursor): Promise<void> {
    await writeStep(lane, async (manager) => {
      await this.runs.advance(manager, run, { phase, cursor });
    });
  }

  private async end(lane: LaneContext, run: RunRow): Promise<number> {
    const { connectionId } = lane;
    await writeStep(lane, async (manager) => {
      await deleteFindings(manager, connectionId);
      await deleteAllSeen(manager, connectionId);
      await this.runs.end(manager, run, 'done', this.clock.now());
    });
    await this.notice.tell(lane.tenant, run);
    return this.clock.now();
  }
}

const repairs = ({ request }: RunRow): boolean => request.repair !== false;

/** Who was merged, or is known by now: the link follows, what was accepted holds. */
const moved = (page: Comparison) =>
  page.moved.map(({ memberId, profileId }) => ({ memberId, profileId, forget: false }));

const mappedLists = ({ settings }: LaneContext): readonly string[] =>
  settings.capabilities.lists ? [...new Set(settings.audiences.map(({ listId }) => listId))] : [];

function add(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum = { ...a };
  for (const [code, count] of Object.entries(b)) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}
