import type { Clock, LaneRest } from '../../contract/index.js';
import type { Batch } from '../plan/batch.js';
import type { Candidate, Need } from '../plan/candidate.js';
import { plan, type Plan } from '../plan/planner.js';
import type { Sending } from '../context/sending.js';
import type { LaneContext } from '../context/lane-context.js';
import { isSettingsChanged } from '../context/by-settings.js';
import type { RunsOnLane } from '../context/runs-on-lane.js';
import { isLaneLost } from '../context/lane-fence.js';
import type { LaneWaker } from '../context/lane-waker.js';
import type { Flow } from '../capability/capability.js';
import type { ClosingsOnLane } from '../closing/closings-on-lane.js';
import type { JobDelivery } from '../capabilities/states/job-delivery.js';
import type { Picked } from '../prepare/preparer.js';
import { tellBacklog } from '../verdict/tell-backlog.js';
import type { BacklogReader } from './backlog-reader.js';
import type { LaneRester } from './lane-rester.js';
import { pokeable } from '../kit/pokeable.js';

/** Requests in flight at once: enough to fill Klaviyo's burst windows at a second a request. */
const SINGLES = 300;
/** Each may hold 5 MB. */
const BULKS = 10;
/** After that a lane yields to others that wait, so that a noisy one does not hold them up … */
const TURN_MS = 30_000;
/** … or after so many bulk requests. */
const TURN_BATCHES = 20;
/** The lane is kept for a wait that is shorter than this: giving it back and claiming it again costs as much. */
const LINGER_MS = 1_000;
/** A run ends after this all the same: event types may have changed. */
const RUN_MS = 300_000;
/** Import jobs under way at once with which no further backfill begins: each holds its members in memory. */
const BACKFILL_JOBS = 4;
/**
 * The backfill is looked through so often at most while nothing of it can go: it is tens of thousands, and a live event
 * waits meanwhile.
 */
const BACKFILL_LOOK_MS = 300;
/** Work that is only found again by looking is looked for so often at most. */
const RELOAD_MS = 100;
/** After a plan of which nothing could be started: it must never spin. */
const FRUITLESS_MS = 50;
/** What another process committed late, or a clock that went back has hidden, is found within this time. */
const REWIND_MS = 15_000;
/** A member whose delivery failed unexpectedly is not taken up again at once. */
const FAILED_MS = 5_000;

/** Who does the work of a run. */
export interface LaneCrew {
  readonly reader: BacklogReader;
  /** Every kind of step, in their turns. */
  readonly flows: readonly Flow[];
  readonly jobs: JobDelivery;
  readonly rester: LaneRester;
  readonly waker: LaneWaker;
  readonly runs: RunsOnLane;
  readonly closings: ClosingsOnLane;
}

/** What a run asks about its connection, and tells of it. */
export interface LaneWatch {
  /** A disconnection in mid-run stops new work at once, and new settings begin a new run. */
  readStanding(lane: LaneContext): Promise<'current' | 'changed' | 'inactive'>;
  /** The next run reads the settings anew. */
  forgetSettings(connectionId: string): void;
  tellFailure(lane: LaneContext, error: unknown): void;
}

/** One run of a lane: loads what is due, plans, sends, and goes on until nothing can be done now. */
export class LaneRun {
  private readonly poke = pokeable();
  private readonly inFlight = { single: 0, bulk: 0 };
  private readonly sendings = new Set<Promise<void>>();
  private readonly looking = new Set<string>();
  /** A batch of the backfill is being prepared beside everything else: one at a time, it may be ten thousand members. */
  private preparing = false;
  private backfillSince = 0;
  private backfillAt = 0;
  /** By need: when its last bulk request was begun (epoch ms). */
  private readonly lastBulk = new Map<Need, number>();
  private readonly turnEnds: number;
  private rewindAt: number;
  private batches = 0;
  private sent = 0;
  private more = true;
  /** Something has ended, and may have left work behind that is due. */
  private stale = false;
  private loadedAt = 0;
  private lost: unknown = null;
  private failed = false;
  private outdated = false;

  constructor(
    private readonly lane: LaneContext,
    private readonly crew: LaneCrew,
    private readonly watch: LaneWatch,
    private readonly clock: Clock,
  ) {
    const now = clock.now();
    this.turnEnds = now + TURN_MS;
    this.rewindAt = now + REWIND_MS;
  }

  /** @returns when the lane wants to be run again @throws Fault `lane_lost`, what cost it the lane */
  async work(): Promise<LaneRest> {
    const stopListening = this.crew.waker.listen(this.lane.connectionId, () => this.wake());
    const onAbort = () => this.poke.fire();
    this.lane.signal.addEventListener('abort', onAbort);
    try {
      const until = await this.loop();
      while (this.sendings.size > 0) await Promise.all(this.sendings);
      if (this.lost !== null) throw this.lost as Error;
      return { until: this.failed ? this.clock.now() + FAILED_MS : until };
    } finally {
      stopListening();
      this.lane.signal.removeEventListener('abort', onAbort);
    }
  }

  private wake(): void {
    this.more = true;
    this.poke.fire();
  }

  private async loop(): Promise<number | null> {
    for (;;) {
      if (this.lost !== null || this.failed || this.lane.signal.aborted) return null;
      const standing = await this.watch.readStanding(this.lane);
      if (standing === 'inactive') return null;
      if (standing === 'changed' || this.outdated || this.turnIsOver()) return this.clock.now();
      this.poke.reset();
      await this.load();
      const next = await this.startAll();
      if (next === null) continue;
      await this.crew.rester.noteBreaker(this.lane);
      const now = this.clock.now();
      const waitsForOwn = this.sendings.size > 0 || this.lane.jobs.size > 0;
      if (!waitsForOwn && next > now + LINGER_MS) {
        const due = await this.crew.reader.nextDue(this.lane.connectionId, now + 1);
        // A wake that came while this was read is not slept through.
        if (this.more) continue;
        const until = Math.min(next, due ?? Infinity);
        return until === Infinity ? null : until;
      }
      await this.sleep(next);
    }
  }

  private turnIsOver(): boolean {
    const now = this.clock.now();
    if (now >= this.turnEnds - TURN_MS + RUN_MS) return true;
    return (now >= this.turnEnds || this.batches >= TURN_BATCHES) && this.crew.waker.othersWait();
  }

  private async load(): Promise<void> {
    const now = this.clock.now();
    if (now >= this.rewindAt) {
      this.lane.cursors.rewind();
      this.rewindAt = now + REWIND_MS;
      this.more = true;
    }
    const again = this.stale && (now >= this.loadedAt + RELOAD_MS || this.sendings.size === 0);
    if (!this.more && !again) return;
    this.more = false;
    this.stale = false;
    this.loadedAt = now;
    if (this.lane.duty === 'clear') return;
    if (await this.crew.reader.refill(this.lane)) this.more = true;
  }

  /** Starts all that can be started. @returns when to look again (epoch ms), null for at once */
  private async startAll(): Promise<number | null> {
    const { lane } = this;
    const now = this.clock.now();
    const state = lane.breaker.state(now);
    if (state === 'open') return lane.breaker.openUntil;
    if (state === 'probing' && this.sendings.size > 0) return Infinity;
    const jobAt = state === 'closed' ? this.lookAtJobs(now) : Infinity;
    const runsAt = state === 'closed' ? await this.lookAtRuns() : Infinity;
    const kinds = this.kinds(now);
    const { batches, lookAt } = this.plan(now, kinds, state === 'probing');
    if (kinds === 'all')
      this.backfillAt = batches.some(({ backfill }) => backfill) ? 0 : now + BACKFILL_LOOK_MS;
    if (batches.length === 0 && state === 'probing') this.lookAtJobs(now, 1);
    const picked = batches.map((batch) => ({ batch, entries: this.checkOut(batch) }));
    const before = lane.backlog.revision + this.sent;
    for (const { batch, entries } of picked) {
      if (batch.backfill) this.startAside(batch, entries);
      else await this.start(batch, entries);
    }
    if (lane.backlog.revision + this.sent > before || this.more) return null;
    const reload = this.stale ? this.loadedAt + RELOAD_MS : Infinity;
    const again = batches.length > 0 ? now + FRUITLESS_MS : Infinity;
    const rewind = lane.backlog.size > 0 ? this.rewindAt : Infinity;
    const backfill = kinds === 'live' && this.takesBackfill() ? this.backfillAt : Infinity;
    const held = lane.backlog.nextStepAt(now, kinds) ?? Infinity;
    return Math.min(lookAt, jobAt, runsAt, reload, again, rewind, backfill, held);
  }

  private plan(now: number, kinds: 'all' | 'live', probing: boolean): Plan {
    const { lane } = this;
    return plan({
      ready: (isEnough) => {
        if (probing) return first(lane.backlog.ready(now));
        return lane.backlog.ready(now, isEnough, kinds);
      },
      budget: lane.budget,
      now,
      places: {
        single: probing ? 1 : SINGLES - this.inFlight.single,
        bulk: probing ? 1 : BULKS - this.inFlight.bulk,
      },
      bulksInFlight: this.inFlight.bulk,
      fillingSince: kinds === 'all' ? this.fillingSince(now) : null,
      lastBulk: this.lastBulk,
      flows: this.crew.flows.map((flow) => flow.plan),
    });
  }

  private kinds(now: number): 'all' | 'live' {
    return this.takesBackfill() && now >= this.backfillAt ? 'all' : 'live';
  }

  private takesBackfill(): boolean {
    const { connectionId, jobs } = this.lane;
    return !this.preparing && jobs.size < BACKFILL_JOBS && this.crew.runs.permitsBackfill(connectionId);
  }

  /** Since when the backfill fills up, while more of it can come. */
  private fillingSince(now: number): number | null {
    const { backlog, connectionId } = this.lane;
    if (!backlog.hasBackfill) this.backfillSince = 0;
    else if (this.backfillSince === 0) this.backfillSince = now;
    const isComing = this.more || this.stale || this.crew.runs.isFeeding(connectionId);
    return isComing && backlog.hasBackfillRoomSoon ? this.backfillSince : null;
  }

  /** Live work does not wait for it. */
  private startAside(batch: Batch, picked: readonly Picked[]): void {
    this.preparing = true;
    if (batch.need === 'state') this.backfillSince = 0;
    const done = this.start(batch, picked).finally(() => (this.preparing = false));
    this.track({ keys: [], form: 'single', done }, batch);
  }

  private async lookAtRuns(): Promise<number> {
    let next = Infinity;
    for (const work of [this.crew.runs, this.crew.closings]) {
      const { sendings, lookAt } = await work.look(this.lane);
      for (const sending of sendings) this.track(sending, this);
      next = Math.min(next, lookAt);
    }
    return next;
  }

  private flowOf({ need }: Batch): Flow {
    const flow = this.crew.flows.find(({ plan: { need: own } }) => own === need);
    if (!flow) throw new Error(`Nobody takes the step ${need}.`);
    return flow;
  }

  private checkOut(batch: Batch): Picked[] {
    const items = new Map(batch.members.map((member) => [member.key, member.items]));
    const entries = this.lane.backlog.checkOut(items.keys(), batch);
    return entries.map((entry) => ({ entry, items: items.get(entry.key) ?? 1 }));
  }

  private async start(batch: Batch, picked: readonly Picked[]): Promise<void> {
    if (batch.form === 'bulk') {
      this.lastBulk.set(batch.need, this.clock.now());
      this.batches += 1;
    }
    const keys = new Set(picked.map(({ entry }) => entry.key));
    try {
      for await (const sending of this.flowOf(batch).startBatch(this.lane, batch, picked)) {
        for (const key of sending.keys) keys.delete(key);
        this.track(sending, batch);
      }
    } catch (error) {
      this.broke(error, keys);
    }
    this.lane.backlog.release(keys, batch);
  }

  /** A member is busy until its own request has ended, and no longer. */
  private track({ keys, form, done }: Sending, holder: object): void {
    this.inFlight[form] += 1;
    this.sent += 1;
    const end = done
      .catch((error: unknown) => this.broke(error, keys))
      .finally(() => {
        this.inFlight[form] -= 1;
        this.sendings.delete(end);
        this.lane.backlog.release(keys, holder);
        // What was raised while it was under way is due now.
        this.stale = true;
        this.poke.fire();
      });
    this.sendings.add(end);
  }

  /** Looks at jobs whose time has come. @returns when the next one's comes */
  private lookAtJobs(now: number, most = Infinity): number {
    let next = Infinity;
    for (const job of this.lane.jobs.all()) {
      if (job.state === 'submitting' || this.looking.has(job.id)) continue;
      if (job.pollAt > now || this.looking.size >= most) {
        next = Math.min(next, job.pollAt);
        continue;
      }
      this.looking.add(job.id);
      const done = this.crew.jobs.lookAtJob(this.lane, job).finally(() => this.looking.delete(job.id));
      this.track({ keys: [], form: 'single', done }, job);
    }
    return next;
  }

  private broke(error: unknown, keys: Iterable<string>): void {
    if (isLaneLost(error)) {
      this.lost ??= error;
      return;
    }
    if (isSettingsChanged(error)) {
      this.outdated = true;
      this.watch.forgetSettings(this.lane.connectionId);
      return;
    }
    this.watch.tellFailure(this.lane, error);
    const now = this.clock.now();
    const members = [...keys].map((key) => ({ key, heldUntil: now + FAILED_MS }));
    tellBacklog(this.lane, { members });
    this.failed = true;
  }

  private async sleep(until: number): Promise<void> {
    const ms = until === Infinity ? REWIND_MS : Math.max(1, until - this.clock.now());
    const cancel = this.clock.timer(ms, () => this.poke.fire());
    await this.poke.fired;
    cancel();
  }
}

/** While Klaviyo may still be unwell one request goes alone. */
const first = (ready: Iterable<Candidate>): Candidate[] => {
  for (const candidate of ready) return [{ ...candidate, cap: 1 }];
  return [];
};
