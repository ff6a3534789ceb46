import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import { nextTombstoneDue, readDueTombstones } from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import type { RunWork } from '../context/runs-on-lane.js';
import { AccountCloser } from './account-closer.js';

/** Accounts that are seen to in one go. */
const PAGE = 100;
/** One that was closed meanwhile is found within this time. */
const LOOK_MS = 15_000;

interface Known {
  busy: boolean;
  /** Epoch ms; before then nothing is read. */
  lookAt: number;
  /** Epoch ms at which something is due; `Infinity` for nothing. */
  dueAt: number;
}

/** Sees to the closed accounts of a connection on its lane, beside the live work: one after another. */
@injectable()
export class ClosingsOnLane {
  private readonly lanes = new Map<string, Known>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(AccountCloser) private readonly closer: AccountCloser,
  ) {}

  /** Asked in every turn of the lane: it answers from memory while it is busy or has nothing to do. */
  async look(lane: LaneContext): Promise<RunWork> {
    const known = this.known(lane.connectionId);
    const now = this.clock.now();
    if (known.busy) return { sendings: [], lookAt: Infinity };
    if (known.lookAt > now) return { sendings: [], lookAt: known.dueAt };
    const due = await readDueTombstones(this.store.read(), lane.connectionId, now, PAGE);
    if (due.length === 0) {
      known.dueAt = (await this.nextDue(lane.connectionId)) ?? Infinity;
      known.lookAt = Math.min(known.dueAt, now + LOOK_MS);
      return { sendings: [], lookAt: known.dueAt };
    }
    known.busy = true;
    const done = this.closer.closeAll(lane, due).finally(() => {
      known.busy = false;
      known.lookAt = 0;
    });
    return { sendings: [{ keys: [], form: 'single', done }], lookAt: Infinity };
  }

  /** When it needs the lane (epoch ms); null for not at all. */
  nextDue(connectionId: string): Promise<number | null> {
    return nextTombstoneDue(this.store.read(), connectionId);
  }

  private known(connectionId: string): Known {
    const known = this.lanes.get(connectionId) ?? { busy: false, lookAt: 0, dueAt: Infinity };
    this.lanes.set(connectionId, known);
    return known;
  }
}
