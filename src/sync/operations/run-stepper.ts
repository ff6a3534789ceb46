import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import type { RunWork, LaneContext, RunsOnLane } from '../../delivery/index.js';
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
interface RunsOfLane {
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
export class RunStepper implements RunsOnLane {
  private readonly lanes = new Map<string, RunsOfLane>();

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(RunBook) private readonly runs: RunBook,
    @inject(LoadSteps) private readonly load: LoadSteps,
    @inject(ReconcileSteps) private readonly reconcile: ReconcileSteps,
    @inject(RefreshSteps) private readonly refresh: RefreshSteps,
  ) {}

  async look(lane: LaneContext): Promise<RunWork> {
    const known = this.runsOf(lane.connectionId);
    if (known.busy) return IDLE;
    if (known.lookAt > this.clock.now())
      return { sendings: [], lookAt: known.needed ? known.lookAt : Infinity };
    const run = await this.next(lane.connectionId, known);
    if (!run) return IDLE;
    known.busy = true;
    const done = this.step(lane, run, known).finally(() => (known.busy = false));
    return { sendings: [{ keys: [], form: 'single', done }], lookAt: Infinity };
  }

  async nextDue(connectionId: string): Promise<number | null> {
    const known = this.runsOf(connectionId);
    if (!known.busy && known.lookAt <= this.clock.now()) await this.next(connectionId, known);
    return known.needed ? known.lookAt : null;
  }

  isFeeding(connectionId: string): boolean {
    return this.runsOf(connectionId).feeding;
  }

  permitsBackfill(connectionId: string): boolean {
    return !this.runsOf(connectionId).paused;
  }

  /** A run of this connection was started, paused, resumed or cancelled. */
  tell(connectionId: string): void {
    this.runsOf(connectionId).lookAt = 0;
  }

  private async next(connectionId: string, known: RunsOfLane): Promise<RunRow | null> {
    const open = await this.runs.open(connectionId);
    const run = open.find(({ state }) => state === 'running') ?? null;
    known.paused = open.some(({ state }) => state === 'paused');
    known.needed = run !== null;
    known.feeding = run !== null && run.kind !== 'reconcile' && !WITHOUT_STATES.has(run.phase);
    if (!run) known.lookAt = this.clock.now() + LOOK_MS;
    return run;
  }

  private async step(lane: LaneContext, run: RunRow, known: RunsOfLane): Promise<void> {
    known.lookAt = Infinity;
    try {
      const at = await this.stepsOf(run).step(lane, run);
      if (run.seen === 0) await writeStep(lane, refreshStatistics);
      // Told of something meanwhile: it is looked at once more.
      if (known.lookAt === Infinity) known.lookAt = at;
    } catch (error) {
      known.lookAt = 0;
      throw error;
    }
  }

  private stepsOf({ kind }: RunRow) {
    if (kind === 'load') return this.load;
    return kind === 'reconcile' ? this.reconcile : this.refresh;
  }

  private runsOf(connectionId: string): RunsOfLane {
    const known = this.lanes.get(connectionId) ?? {
      busy: false,
      lookAt: 0,
      needed: false,
      paused: false,
      feeding: false,
    };
    this.lanes.set(connectionId, known);
    return known;
  }
}

const IDLE: RunWork = { sendings: [], lookAt: Infinity };
