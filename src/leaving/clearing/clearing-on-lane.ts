import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import type { LaneContext, RunsOnLane, RunWork } from '../../delivery/index.js';
import { type LeavingRow, readLeaving } from '../../store/index.js';
import { RunStepper } from '../../sync/index.js';
import { ClearLists } from './clear-lists.js';
import { ClearProperties } from './clear-properties.js';

/** What is known of one lane between two steps. */
interface Known {
  readonly runId: string;
  busy: boolean;
  /** Epoch ms; before then there is nothing to do. */
  lookAt: number;
}

/**
 * What runs on a lane beside its deliveries, by the lane's duty: the runs of the synchronisation while it delivers, none
 * while it drains, and taking away what this installation has left at Klaviyo while it clears.
 */
@injectable()
export class ClearingOnLane implements RunsOnLane {
  private readonly lanes = new Map<string, Known>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(RunStepper) private readonly stepper: RunStepper,
    @inject(ClearProperties) private readonly properties: ClearProperties,
    @inject(ClearLists) private readonly lists: ClearLists,
  ) {}

  look(lane: LaneContext): Promise<RunWork> {
    if (lane.duty === 'deliver') return this.stepper.look(lane);
    return lane.duty === 'clear' ? this.clear(lane) : Promise.resolve(IDLE);
  }

  async nextDue(connectionId: string): Promise<number | null> {
    const row = await readLeaving(this.store.read(), connectionId);
    if (row === null || row.endedAt !== null) return this.stepper.nextDue(connectionId);
    return row.step === 'clearing' ? Math.max(row.notBefore, this.known(row).lookAt) : null;
  }

  isFeeding(connectionId: string): boolean {
    return this.stepper.isFeeding(connectionId);
  }

  permitsBackfill(connectionId: string): boolean {
    return this.stepper.permitsBackfill(connectionId);
  }

  tell(connectionId: string): void {
    this.stepper.tell(connectionId);
  }

  private async clear(lane: LaneContext): Promise<RunWork> {
    const row = await readLeaving(this.store.read(), lane.connectionId);
    if (row?.step !== 'clearing' || row.endedAt !== null) return IDLE;
    const known = this.known(row);
    if (known.busy) return IDLE;
    const lookAt = Math.max(row.notBefore, known.lookAt);
    if (lookAt > this.clock.now()) return { sendings: [], lookAt };
    const steps = row.remote === 'clear-properties' ? this.properties : this.lists;
    known.busy = true;
    const step = async (): Promise<void> => {
      try {
        known.lookAt = await steps.step(lane, row);
      } finally {
        known.busy = false;
      }
    };
    return { sendings: [{ keys: [], form: 'single', done: step() }], lookAt: Infinity };
  }

  private known({ connectionId, runId }: Pick<LeavingRow, 'connectionId' | 'runId'>): Known {
    const before = this.lanes.get(connectionId);
    if (before?.runId === runId) return before;
    const known = { runId, busy: false, lookAt: 0 };
    this.lanes.set(connectionId, known);
    return known;
  }
}

const IDLE: RunWork = { sendings: [], lookAt: Infinity };
