import { inject, injectable, optional } from 'inversify';
import {
  type Clock,
  type Exports,
  HOST,
  type Issue,
  type JsonObject,
  type LaneScheduler,
  type Store,
} from '../../contract/index.js';
import { eventLetter, waitingEvent } from '../../delivery/index.js';
import { LANES } from '../../lanes.js';
import {
  claimLane,
  type ConnectionEntity,
  countEvents,
  deleteEvents,
  deleteSomeMarks,
  type LeavingRow,
  putDeadLetters,
  readEventsAcceptedBefore,
} from '../../store/index.js';
import { type Rest, restOf } from '../plan/leaving-plan.js';
import { LeavingBook } from '../book/leaving-book.js';

/** Rows in one transaction: others want to write too. */
const STEP = 1_000;
/** So long a run of the lane that is just ending is waited for. */
const PATIENCE_MS = 5_000;

/** Puts away what was not sent: it is kept, exported, or dropped as dead letters, and each is told. */
@injectable()
export class SettleStep {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(LANES) private readonly lanes: LaneScheduler,
    @inject(HOST.exports) @optional() private readonly exports: Exports | undefined,
    @inject(LeavingBook) private readonly book: LeavingBook,
  ) {}

  async take(row: LeavingRow, connection: ConnectionEntity): Promise<number> {
    const { connectionId } = row;
    if (row.cursor.part === undefined) {
      await this.endLane(connectionId);
      const total = await countEvents(this.store.read(), connectionId);
      // Whoever still holds the lane settles nothing from here on: an event is sent by it, or is told here.
      await this.book.take(row, { total, cursor: { part: 0 } }, async (manager) => {
        await claimLane(manager, connectionId);
      });
      return 0;
    }
    const rest = restOf(row, this.exports !== undefined);
    if (rest === 'kept') {
      const kept = await countEvents(this.store.read(), connectionId);
      await this.book.advance(row, kept > 0 ? told(row, rest, kept) : {});
      return 0;
    }
    return this.putAway(row, row.cursor.part, connection, rest);
  }

  private async putAway(
    row: LeavingRow,
    part: number,
    { tenant }: ConnectionEntity,
    rest: 'exported' | 'dropped',
  ): Promise<number> {
    const { connectionId, runId, mode } = row;
    const events = await readEventsAcceptedBefore(
      this.store.read(),
      connectionId,
      Number.MAX_SAFE_INTEGER,
      STEP,
    );
    if (events.length === 0) return this.dropStates(row);
    if (rest === 'exported') {
      const items = events.map(({ body }) => JSON.parse(body) as JsonObject);
      await this.exports?.put(tenant, connectionId, { runId, part, items });
    }
    const gone = events.length + (row.counts[rest] ?? 0);
    const change = {
      ...told(row, rest, gone),
      cursor: { part: part + 1 },
      doneItems: row.doneItems + events.length,
    };
    await this.book.take(row, change, async (manager) => {
      // A dead letter would go with everything else.
      if (mode !== 'purge') {
        const now = this.clock.now();
        await putDeadLetters(
          manager,
          events.map((event) => eventLetter(connectionId, waitingEvent(event), DROPPED, now)),
        );
      }
      await deleteEvents(
        manager,
        connectionId,
        events.map(({ eventId }) => eventId),
      );
    });
    return 0;
  }

  /** Marks name no value: what they are about is read anew when it is connected again. */
  private async dropStates(row: LeavingRow): Promise<number> {
    let gone = 0;
    const counts = { ...row.counts };
    const isTaken = await this.store.transaction(async (manager) => {
      gone = await deleteSomeMarks(manager, row.connectionId, STEP);
      return gone > 0;
    });
    if (!isTaken) {
      await this.book.advance(row);
      return 0;
    }
    counts['states_dropped'] = gone + (row.counts['states_dropped'] ?? 0);
    await this.book.take(row, { counts });
    return 0;
  }

  private async endLane(connectionId: string): Promise<void> {
    let cancel: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = this.clock.timer(PATIENCE_MS, resolve);
    });
    await Promise.race([this.lanes.drain(connectionId), patience]);
    cancel();
  }
}

/** What the report says of events that were not sent. */
function told(
  row: LeavingRow,
  rest: Rest,
  count: number,
): { counts: LeavingRow['counts']; issue: Issue | null } {
  const counts = { ...row.counts, [rest]: count };
  // What was asked for is no issue.
  if (row.queue !== 'drain' && rest !== 'exported' && !(row.mode === 'purge' && row.queue === 'keep'))
    return { counts, issue: null };
  return {
    counts,
    issue: {
      path: '/queue',
      code: CODE[rest],
      message: `${count} events could not be sent before the end. ${SENTENCE[rest]}`,
    },
  };
}

const CODE: Readonly<Record<Rest, string>> = {
  kept: 'queue_not_drained',
  exported: 'queue_exported',
  dropped: 'queue_not_exported',
};

const SENTENCE: Readonly<Record<Rest, string>> = {
  kept: 'They wait until the installation is switched on again.',
  exported: 'They were exported, and then deleted: fetch the export.',
  dropped: 'They are deleted: this host keeps no exports.',
};

const DROPPED = {
  code: 'dropped_at_disconnect',
  message: 'The queue was dropped when the installation was switched off. Replay it after connecting again.',
} as const;
