import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import { LaneWaker } from '../../delivery/index.js';
import {
  type ConnectionEntity,
  countEvents,
  countWaitingMarks,
  type LeavingRow,
  readJobs,
} from '../../store/index.js';
import { LeavingBook } from '../book/leaving-book.js';

/** So often it is looked whether everything has been sent; where it takes long, more rarely, … */
const LOOK_MS = 500;
/** … down to this. */
const RARELY_MS = 5_000;

/** Lets the lane send what waits, with all its retries, until nothing does, or until its time is over. */
@injectable()
export class DrainStep {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
    @inject(LeavingBook) private readonly book: LeavingBook,
  ) {}

  /** @returns when to look again (ms), 0 for at once */
  async take(row: LeavingRow, connection: ConnectionEntity): Promise<number> {
    const { connectionId } = row;
    const left = await this.left(connectionId);
    const isOver = this.clock.now() >= row.stepAt + row.patience;
    if (left === 0 || isOver || connection.tokens === null) {
      await this.book.advance(row);
      return 0;
    }
    const total = Math.max(row.total, left);
    const doneItems = total - left;
    if (total !== row.total || doneItems !== row.doneItems) {
      await this.book.take(row, { total, doneItems });
    }
    this.lanes.wake(connectionId);
    return Math.min(RARELY_MS, LOOK_MS + (this.clock.now() - row.stepAt) / 10);
  }

  private async left(connectionId: string): Promise<number> {
    const manager = this.store.read();
    const now = this.clock.now();
    const events = await countEvents(manager, connectionId);
    const states = await countWaitingMarks(manager, connectionId, now);
    const jobs = await readJobs(manager, connectionId);
    return events + states + jobs.length;
  }
}
