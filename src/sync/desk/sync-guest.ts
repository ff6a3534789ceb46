import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import type { GuestWork, LaneContext, LaneGuest } from '../../delivery/index.js';
import { refreshStatistics, type RunRow } from '../../store/index.js';
import { LoadSteps } from '../load/load-steps.js';
import { ReconcileSteps } from '../reconcile/reconcile-steps.js';
import { RefreshSteps } from '../refresh/refresh-steps.js';
import { RunBook } from '../runs/run-book.js';
import { writeStep } from '../runs/write-step.js';

/** Another process may have started a run: so often it is looked for. */
const LOOK_MS = 15_000;

/** In these phases a run raises no mark that an import could wait for. */
const WITHOUT_STATES: ReadonlySet<string> = new Set(['events', 'sending']);

/** What is known of one connection's runs between two looks. */
interface Seat {
  busy: boolean;
  /** Epoch ms; before then there is nothing to do. */
  lookAt: number;
  /** A run is under way, so that the lane is needed. */
  needed: boolean;
  paused: boolean;
  feeding: boolean;
}

/** Takes the runs of a connection further on its lane: one step at a time, beside the live work. */
@injectable()
export class SyncGuest implements LaneGuest {
  private readonly seats = new Map<string, Seat>();

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(RunBook) private readonly runs: RunBook,
    @inject(LoadSteps) private readonly load: LoadSteps,
    @inject(ReconcileSteps) private readonly reconcile: ReconcileSteps,
    @inject(RefreshSteps) private readonly refresh: RefreshSteps,
  ) {}

  async look(lane: LaneContext): Promise<GuestWork> {
    const seat = this.seat(lane.connectionId);
    if (seat.busy) return IDLE;
    if (seat.lookAt > this.clock.now()) return { sendings: [], lookAt: seat.needed ? seat.lookAt : Infinity };
    const run = await this.next(lane.connectionId, seat);
    if (!run) return IDLE;
    seat.busy = true;
    const done = this.step(lane, run, seat).finally(() => (seat.busy = false));
    return { sendings: [{ keys: [], form: 'single', done }], lookAt: Infinity };
  }

  async nextDue(connectionId: string): Promise<number | null> {
    const seat = this.seat(connectionId);
    if (!seat.busy && seat.lookAt <= this.clock.now()) await this.next(connectionId, seat);
    return seat.needed ? seat.lookAt : null;
  }

  isFeeding(connectionId: string): boolean {
    return this.seat(connectionId).feeding;
  }

  permitsBackfill(connectionId: string): boolean {
    return !this.seat(connectionId).paused;
  }

  /** A run of this connection was started, paused, resumed or cancelled. */
  tell(connectionId: string): void {
    this.seat(connectionId).lookAt = 0;
  }

  private async next(connectionId: string, seat: Seat): Promise<RunRow | null> {
    const open = await this.runs.open(connectionId);
    const run = open.find(({ state }) => state === 'running') ?? null;
    seat.paused = open.some(({ state }) => state === 'paused');
    seat.needed = run !== null;
    seat.feeding = run !== null && run.kind !== 'reconcile' && !WITHOUT_STATES.has(run.phase);
    if (!run) seat.lookAt = this.clock.now() + LOOK_MS;
    return run;
  }

  private async step(lane: LaneContext, run: RunRow, seat: Seat): Promise<void> {
    seat.lookAt = Infinity;
    try {
      const at = await this.stepsOf(run).step(lane, run);
      if (run.seen === 0) await writeStep(lane, refreshStatistics);
      // Told of something meanwhile: it is looked at once more.
      if (seat.lookAt === Infinity) seat.lookAt = at;
    } catch (error) {
      seat.lookAt = 0;
      throw error;
    }
  }

  private stepsOf({ kind }: RunRow) {
    if (kind === 'load') return this.load;
    return kind === 'reconcile' ? this.reconcile : this.refresh;
  }

  private seat(connectionId: string): Seat {
    const seat = this.seats.get(connectionId) ?? {
      busy: false,
      lookAt: 0,
      needed: false,
      paused: false,
      feeding: false,
    };
    this.seats.set(connectionId, seat);
    return seat;
  }
}

const IDLE: GuestWork = { sendings: [], lookAt: Infinity };
