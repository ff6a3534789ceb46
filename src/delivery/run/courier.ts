import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import { raiseMarks } from '../../store/index.js';
import { EventBatchDelivery } from '../capabilities/events/event-batch-delivery.js';
import { EventDelivery } from '../capabilities/events/event-delivery.js';
import { ListDelivery } from '../capabilities/lists/list-delivery.js';
import { ListJoins } from '../capabilities/lists/list-joins.js';
import { isNameless } from '../member/is-nameless.js';
import { parts } from '../kit/in-chunks.js';
import type { Prepared } from '../member/prepared.js';
import { type Picked, Preparer } from './preparer.js';
import { ProfileFinder, type Sought } from '../member/profile-finder.js';
import { Unsendable } from '../capabilities/events/unsendable.js';
import { wasNeverSent } from '../member/was-never-sent.js';
import type { Batch } from '../plan/batch.js';
import type { Sending } from '../context/sending.js';
import { settleMarks } from '../marks/settled-marks.js';
import { type ImportDrafts, StateBatchDelivery } from '../capabilities/states/state-batch-delivery.js';
import { StateDelivery } from '../capabilities/states/state-delivery.js';
import { bySettings } from '../context/by-settings.js';
import type { LaneContext } from '../context/lane-context.js';

/** Whoever waits for a list to be read looks again after so long. */
const READING_MS = 500;

/**
 * Has the members of a batch prepared, and hands them to whoever delivers its kind. Who turns out to need something else
 * first goes back.
 */
@injectable()
export class Courier {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Preparer) private readonly preparer: Preparer,
    @inject(ProfileFinder) private readonly finder: ProfileFinder,
    @inject(StateDelivery) private readonly states: StateDelivery,
    @inject(StateBatchDelivery) private readonly stateBatches: StateBatchDelivery,
    @inject(ListDelivery) private readonly lists: ListDelivery,
    @inject(ListJoins) private readonly joins: ListJoins,
    @inject(EventDelivery) private readonly events: EventDelivery,
    @inject(EventBatchDelivery) private readonly eventBatches: EventBatchDelivery,
    @inject(Unsendable) private readonly unsendable: Unsendable,
  ) {}

  /** @returns requests as they begin: each is under way, whatever becomes of the next */
  async *start(lane: LaneContext, batch: Batch, picked: readonly Picked[]): AsyncGenerator<Sending> {
    const { need, form, backfill } = batch;
    if (need === 'state' && form === 'bulk') {
      yield* this.startImports(lane, batch, picked);
      return;
    }
    const prepared = await this.preparer.prepare(lane, batch, picked);
    if (prepared.length === 0) return;
    if (need === 'state') {
      yield* await this.finder.start(lane, this.soughtFirst(lane, prepared), backfill);
      const due = await this.dueStates(lane, batch, prepared);
      if (due.length > 0) yield* await this.states.start(lane, due, backfill);
      return;
    }
    const going = await this.afterState(lane, need, prepared);
    if (going.length === 0) return;
    if (need === 'list') yield* await this.lists.start(lane, batch.listId, going, backfill);
    else if (!lane.settings.capabilities.events) {
      await this.unsendable.skipBySettings(
        lane,
        going.map(({ work }) => ({ ...work, marks: [] })),
        'events_off',
      );
    } else if (form === 'single') yield* await this.events.start(lane, going);
    else yield* await this.eventBatches.start(lane, going, backfill);
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
      const prepared = await this.preparer.prepare(lane, batch, some);
      sought.push(...this.soughtFirst(lane, prepared));
      const due = await this.dueStates(lane, batch, prepared);
      const { lists, unread, waiting } = await this.joins.of(lane, due, reading);
      late.push(...waiting);
      for (const listId of unread) yield this.lists.readFirst(lane, listId, []);
      await this.stateBatches.fill(
        lane,
        drafts,
        due.filter(({ key }) => !waiting.has(key)),
        lists,
      );
      if (batch.backfill) backlog.setYielding(keysOf(some.filter(mayYield(prepared))), batch, true);
    }
    // Until the same moment, so that they go together.
    const until = this.clock.now() + READING_MS;
    for (const key of late) if (backlog.holds(key, batch)) backlog.hold(key, until);
    // All together: a hundred of them are found by one request.
    yield* await this.finder.start(lane, sought, batch.backfill);
    yield* this.stateBatches.start(lane, drafts, batch);
  }

  /** Whose profile has to be found before anything is written; a job of the member may still make it. */
  private soughtFirst(lane: LaneContext, prepared: readonly Prepared[]): Sought[] {
    return prepared.flatMap((one) => {
      if (one.findSince === 0) return [];
      if (!lane.jobs.has(one.key)) return [{ prepared: one, since: one.findSince }];
      lane.backlog.stateFirst(one.key, Infinity);
      return [];
    });
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
    if (equal.length > 0) {
      const marks = equal.flatMap(({ stateMarks }) => stateMarks);
      // Equal may mean that the settings want nothing of it sent.
      await lane.fence.settle(
        bySettings(lane, (manager) => settleMarks(manager, lane, marks, this.clock.now())),
      );
      for (const { key, stateMarks } of equal) {
        lane.backlog.dropMarks(key, stateMarks);
        lane.backlog.stateSettled(key);
      }
    }
    return prepared.filter((one) => {
      if (one.state.call === 'none') return false;
      const inJob = lane.jobs.has(one.key);
      // The backfill waits for the end of the job, whatever its marks say: a crash may have left them due.
      const onItsWay = inJob && (backfill || one.stateMarks.length === 0) && !goesAhead(lane, one.key);
      if (onItsWay) lane.backlog.stateDue(one.key, Infinity);
      const alone = answersNeeded(one, backfill) || (inJob && !onItsWay);
      if (alone) lane.backlog.cap(one.key, 1);
      return !onItsWay && !(alone && form === 'bulk');
    });
  }

  /** State before fact: whose state is due waits for it, as long as there is patience left. */
  private async afterState(
    lane: LaneContext,
    need: 'list' | 'event',
    prepared: readonly Prepared[],
  ): Promise<Prepared[]> {
    const now = this.clock.now();
    const going: Prepared[] = [];
    const impatient: Prepared[] = [];
    for (const one of prepared) {
      const entry = lane.backlog.find(one.key);
      if (one.findSince > 0) lane.backlog.stateFirst(one.key);
      else if (one.state.call === 'none' || entry?.stateGivenUp || entry?.stateAhead) going.push(one);
      else if (isNameless(one)) lane.backlog.stateFirst(one.key, heldUntil(lane, one));
      else if (entry && (entry.patienceUntil === 0 || entry.patienceUntil > now)) {
        lane.backlog.stateDue(one.key, heldUntil(lane, one));
      } else {
        going.push(one);
        if (one.stateMarks.length === 0 && !lane.jobs.has(one.key)) impatient.push(one);
      }
    }
    // The event goes without its state, which would be forgotten with it.
    if (need === 'event' && impatient.length > 0) {
      await lane.fence.settle((manager) =>
        raiseMarks(
          manager,
          impatient.map(({ key }) => ({
            connectionId: lane.connectionId,
            facet: 'profile',
            memberId: key,
            listId: '',
            markedAt: now,
            notBefore: now,
            lookUntil: 0,
          })),
        ),
      );
    }
    return going;
  }
}

/** Its state is in a job of the backfill: an event does not wait for that, the newest state goes ahead. */
const goesAhead = (lane: LaneContext, key: string): boolean =>
  lane.jobs.isBackfill(key) && lane.backlog.find(key)?.backfill === false;

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

/** A state in a job waits for its end, one that has failed for its retry. */
function heldUntil(lane: LaneContext, { key, work, stateMarks }: Prepared): number {
  if (stateMarks.length > 0 || goesAhead(lane, key)) return 0;
  if (lane.jobs.has(key)) return Infinity;
  const failed = work.marks.filter(({ facet, attempts }) => facet !== 'list' && attempts > 0);
  return failed.length === 0 ? 0 : Math.min(...failed.map(({ notBefore }) => notBefore));
}
