import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { ProfileImportsProvider, ProfilesProvider } from '../../../providers/index.js';
import type { MemberNews } from '../../backlog/backlog-news.js';
import type { Flow } from '../../capability/capability.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Sending } from '../../context/sending.js';
import { parts } from '../../kit/in-chunks.js';
import { isNameless } from '../../member/is-nameless.js';
import type { Prepared } from '../../member/prepared.js';
import { wasNeverSent } from '../../member/was-never-sent.js';
import type { Batch } from '../../plan/batch.js';
import type { FlowPlan } from '../../plan/flow-plan.js';
import { BULK_LIMITS } from '../../plan/limits.js';
import { type Picked, Preparer } from '../../prepare/preparer.js';
import { ProfileFinder, type Sought } from '../../prepare/profile-finder.js';
import { goesAhead } from '../../prepare/state-first.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { tellBacklog } from '../../verdict/tell-backlog.js';
import type { Verdict } from '../../verdict/verdict.js';
import { ListDelivery } from '../lists/list-delivery.js';
import { ListJoins } from '../lists/list-joins.js';
import { type ImportDrafts, StateBatchDelivery } from './state-batch-delivery.js';
import { StateDelivery } from './state-delivery.js';

/** What an import job takes beyond its submission, as a forecast. */
const JOB_DELAY_MS = 5_000;
/** Whoever waits for a list to be read looks again after so long. */
const READING_MS = 500;

/** Brings the state of members to Klaviyo, profile and points together: one by one, or by imports. */
@injectable()
export class StateFlow implements Flow {
  readonly plan: FlowPlan;

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Preparer) private readonly preparer: Preparer,
    @inject(ProfileFinder) private readonly finder: ProfileFinder,
    @inject(StateDelivery) private readonly states: StateDelivery,
    @inject(StateBatchDelivery) private readonly imports: StateBatchDelivery,
    @inject(ListDelivery) private readonly lists: ListDelivery,
    @inject(ListJoins) private readonly joins: ListJoins,
    @inject(ProfilesProvider) profiles: ProfilesProvider,
    @inject(ProfileImportsProvider) importsProvider: ProfileImportsProvider,
  ) {
    this.plan = {
      need: 'state',
      turn: 1,
      single: profiles.operation,
      bulk: [importsProvider.operation],
      bulkDelayMs: JOB_DELAY_MS,
      limits: BULK_LIMITS.state,
      fillsUp: true,
    };
  }

  async *startBatch(lane: LaneContext, batch: Batch, picked: readonly Picked[]): AsyncGenerator<Sending> {
    if (batch.form === 'bulk') {
      yield* this.startImports(lane, batch, picked);
      return;
    }
    const prepared = await this.preparer.prepareMembers(lane, batch, picked);
    yield* await this.finder.findProfiles(lane, this.soughtFirst(lane, prepared), batch.backfill);
    const due = await this.dueStates(lane, batch, prepared);
    if (due.length > 0) yield* await this.states.sendStates(lane, due, batch.backfill);
  }

  /**
   * By import jobs, which put their members on their lists as well; a list is read before it is filled. Members are
   * prepared some at a time, and let go of as soon as their profiles are written: ten thousand at once would take a
   * hundred megabytes. Of the backfill, a member with live work does not wait for the import: that takes it away.
   */
  private async *startImports(
    lane: LaneContext,
    batch: Batch,
    picked: readonly Picked[],
  ): AsyncGenerator<Sending> {
    const { backlog } = lane;
    const drafts: ImportDrafts = new Map();
    const sought: Sought[] = [];
    const reading = new Set<string>();
    const late: string[] = [];
    const keysOf = (some: readonly Picked[]) => some.map(({ entry }) => entry.key);
    if (batch.backfill) backlog.setYielding(keysOf(picked), batch, true);
    for (const part of parts(picked)) {
      const some = part.filter(({ entry }) => backlog.holds(entry.key, batch));
      // Its link must not be written from two sides.
      backlog.setYielding(keysOf(some), batch, false);
      const prepared = await this.preparer.prepareMembers(lane, batch, some);
      sought.push(...this.soughtFirst(lane, prepared));
      const due = await this.dueStates(lane, batch, prepared);
      const { lists, unread, waiting } = await this.joins.joinsOf(lane, due, reading);
      late.push(...waiting);
      for (const listId of unread) yield this.lists.readFirst(lane, listId, []);
      const going = due.filter(({ key }) => !waiting.has(key));
      await this.imports.fillImports(lane, drafts, going, lists);
      if (batch.backfill) backlog.setYielding(keysOf(some.filter(mayYield(prepared))), batch, true);
    }
    // Until the same moment, so that they go together.
    const heldUntil = this.clock.now() + READING_MS;
    const members = late.map((key) => ({ key, whileHeldBy: batch, heldUntil }));
    tellBacklog(lane, { members });
    // All together: a hundred of them are found by one request.
    yield* await this.finder.findProfiles(lane, sought, batch.backfill);
    yield* this.imports.submitImports(lane, drafts, batch);
  }

  /** Whose profile has to be found before anything is written; a job of the member may still make it. */
  private soughtFirst(lane: LaneContext, prepared: readonly Prepared[]): Sought[] {
    const seekers = prepared.filter(({ findSince }) => findSince > 0);
    const inJob = seekers.filter(({ key }) => lane.jobs.has(key));
    const members = inJob.map(({ key }): MemberNews => ({ key, state: 'in a job', stateFirst: true }));
    tellBacklog(lane, { members });
    return seekers
      .filter(({ key }) => !lane.jobs.has(key))
      .map((one) => ({ prepared: one, since: one.findSince }));
  }

  /**
   * Of those who need not be found first: a state equal to the last one that Klaviyo accepted is no call at all; one that
   * is on its way is waited for.
   */
  private async dueStates(
    lane: LaneContext,
    { form, backfill }: Batch,
    all: readonly Prepared[],
  ): Promise<Prepared[]> {
    const prepared = all.filter(({ findSince }) => findSince === 0);
    const equal = prepared.filter(({ state }) => state.call === 'none');
    const now = this.clock.now();
    // Equal may mean that the settings want nothing of it sent.
    if (equal.length > 0) await applyVerdict(lane, equalStates(equal), now, { onlyBySettings: true });
    const news: MemberNews[] = [];
    const due = prepared.filter((one) => {
      const { key } = one;
      if (one.state.call === 'none') return false;
      const inJob = lane.jobs.has(key);
      // The backfill waits for the end of the job, whatever its marks say: a crash may have left them due.
      const onItsWay = inJob && (backfill || one.stateMarks.length === 0) && !goesAhead(lane, key);
      if (onItsWay) news.push({ key, state: 'in a job' });
      const alone = answersNeeded(one, backfill) || (inJob && !onItsWay);
      if (alone) news.push({ key, cap: 1 });
      return !onItsWay && !(alone && form === 'bulk');
    });
    tellBacklog(lane, { members: news });
    return due;
  }
}

const equalStates = (equal: readonly Prepared[]): Verdict => ({
  rows: { marksSettled: equal.flatMap(({ stateMarks }) => stateMarks) },
  backlog: {
    members: equal.map(({ key, stateMarks }) => ({ key, marksGone: stateMarks, state: 'settled' })),
  },
});

/**
 * Only the single import answers with the id, where neither identifiers nor what was accepted tell of the profile.
 * In the backfill nobody waits for it: who was never sent is imported with the others, and found when somebody asks.
 */
const answersNeeded = (one: Prepared, backfill: boolean): boolean =>
  // An identifier is given on when a single write tells for sure that the profile has let it go.
  one.link.leavingSince > 0 ||
  (isNameless(one) && !(backfill && wasNeverSent(one))) ||
  (one.state.profileHash === null && one.state.pointsHash === null);

/** Of these members, who is not being found, and need not be. */
function mayYield(prepared: readonly Prepared[]): (picked: Picked) => boolean {
  const stay = new Set(prepared.filter((one) => one.findSince > 0 || isNameless(one)).map(({ key }) => key));
  return ({ entry }) => !stay.has(entry.key);
}
