import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import type { EntityManager } from 'typeorm';
import {
  type Call,
  type Clock,
  type DeadLetter,
  type DeadLetterGroup,
  type DeadLetterQuery,
  type DeadLetterSelection,
  Fault,
  HOST,
  type LoyaltyEvent,
  type Page,
  type Problems,
  type Store,
} from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { subjectOf } from '../../mapping/index.js';
import {
  addTallies,
  countLetters,
  dueFrom,
  insertNewEvents,
  type Letter,
  type NewEvent,
  type NewMark,
  raiseMarks,
  readAbouts,
  readCauses,
  readLetters,
  recordDelivered,
  takeLetters,
} from '../../store/index.js';
import { LARGE_REMOVAL } from '../marks/large-removal.js';
import { Sequence } from '../accept/sequence.js';
import { LaneWaker } from '../context/lane-waker.js';
import { readCursor, writeCursor } from './page-cursor.js';
import { pageLimit } from './page-limit.js';

/** Letters that one transaction takes up. */
const STEP = 500;
/** A caller is not kept waiting longer than this; what is left is told. */
const PATIENCE_MS = 5_000;

/** Dead letters as a person resolves them: by cause, replayed or discarded. Every query is scoped by connection. */
@injectable()
export class DeadLetterOperations {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sequence) private readonly sequence: Sequence,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {}

  async list(call: Call, query: DeadLetterQuery): Promise<Page<DeadLetter>> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const before = query.cursor === undefined ? null : placeOf(readCursor(query.cursor));
    const rows = await readLetters(this.store.read(), call.installation, query, before, limit);
    const items = rows.map(shown);
    const last = items.at(-1);
    return items.length === limit && last
      ? { items, next: writeCursor({ at: last.at, key: last.id }) }
      : { items };
  }

  async groups(call: Call): Promise<readonly DeadLetterGroup[]> {
    await this.connections.of(call);
    const causes = await readCauses(this.store.read(), call.installation);
    const groups = causes.map((group) => ({ ...group, example: shown(group.example) }));
    return groups.toSorted((a, b) => b.count - a.count || b.lastAt - a.lastAt);
  }

  /** Puts letters back into the queue: an event whole, a state as a mark. */
  async replay(
    call: Call,
    selection: DeadLetterSelection,
  ): Promise<{ readonly replayed: number; readonly left: number }> {
    await this.connections.of(call);
    const { done, left } = await this.each(call, selection, (manager, letters) =>
      this.requeue(manager, call.installation, letters),
    );
    if (done > 0) {
      this.lanes.wake(call.installation);
      await this.clearHeld(call);
    }
    return { replayed: done, left };
  }

  /** Gives letters up for good. They stay known, so that the platform's resend of one is a duplicate. */
  async discard(
    call: Call,
    selection: DeadLetterSelection,
  ): Promise<{ readonly discarded: number; readonly left: number }> {
    await this.connections.of(call);
    if (Object.values(selection).every((value) => value === undefined)) throw nothingSelected();
    const { done, left } = await this.each(call, selection, async (manager, letters) => {
      const now = this.clock.now();
      const events = letters.filter(({ kind }) => kind === 'event').map(({ reference }) => reference);
      await recordDelivered(manager, call.installation, events, now);
      const tally = { kind: 'skipped', code: 'discarded', count: letters.length } as const;
      await addTallies(manager, call.installation, [tally], now);
    });
    if (done > 0) await this.clearHeld(call);
    return { discarded: done, left };
  }

  /** Takes letters out, some in a transaction, as long as the caller waits. */
  private async each(
    call: Call,
    selection: DeadLetterSelection,
    act: (manager: EntityManager, letters: readonly Letter[]) => Promise<void>,
  ): Promise<{ readonly done: number; readonly left: number }> {
    const connectionId = call.installation;
    const begun = this.clock.now();
    // What is buried anew meanwhile is not taken up twice.
    const bounded = { ...selection, until: Math.min(selection.until ?? begun, begun) };
    let done = 0;
    for (;;) {
      const count = await this.store.transaction(async (manager) => {
        const letters = await takeLetters(manager, connectionId, bounded, STEP);
        if (letters.length > 0) await act(manager, letters);
        return letters.length;
      });
      done += count;
      if (count < STEP) return { done, left: 0 };
      if (call.signal.aborted || this.clock.now() - begun > PATIENCE_MS) break;
    }
    return { done, left: await countLetters(this.store.read(), connectionId, bounded) };
  }

  private async requeue(
    manager: EntityManager,
    connectionId: string,
    letters: readonly Letter[],
  ): Promise<void> {
    const now = this.clock.now();
    const events: NewEvent[] = [];
    const marks: NewMark[] = [];
    for (const { kind, reference, body } of letters) {
      if (kind === 'event') {
        events.push({
          connectionId,
          eventId: reference,
          seq: this.sequence.next(),
          subject: subjectOf(JSON.parse(body) as LoyaltyEvent) ?? '',
          body,
          bytes: Buffer.byteLength(body),
          acceptedAt: now,
        });
      } else {
        const key = JSON.parse(body) as Pick<NewMark, 'facet' | 'memberId' | 'listId'>;
        marks.push({ ...key, connectionId, ...dueFrom(now) });
      }
    }
    await insertNewEvents(manager, events);
    await raiseMarks(manager, marks);
  }

  /** A removal that was held is told of as long as it waits. */
  private async clearHeld(call: Call): Promise<void> {
    const held = await readAbouts(this.store.read(), call.installation, LARGE_REMOVAL);
    for (const listId of await this.heldLists(call)) {
      if (!held.has(`list ${listId}`)) {
        await this.problems.clear(call.tenant, call.installation, `${LARGE_REMOVAL}:${listId}`);
      }
    }
  }

  private async heldLists(call: Call): Promise<Set<string>> {
    const connection = await this.connections.of(call);
    const settings = JSON.parse(connection.settings ?? '{}') as { audiences?: { listId: string }[] };
    return new Set((settings.audiences ?? []).map(({ listId }) => listId));
  }
}

const shown = (row: Letter): DeadLetter => ({
  id: `${row.kind}:${row.reference}`,
  kind: row.kind,
  reference: row.reference,
  memberId: row.memberId,
  about: row.about,
  code: row.code,
  message: row.message,
  place: row.place,
  cause: row.cause,
  at: row.at,
  attempts: row.attempts,
});

/** Where a page ends: `event:42` is the letter of event 42. */
const placeOf = ({ at, key }: { readonly at: number; readonly key: string }) => {
  const colon = key.indexOf(':');
  return { at, kind: key.slice(0, colon), reference: key.slice(colon + 1) };
};

const nothingSelected = (): Fault =>
  new Fault({
    kind: 'payload',
    code: 'selection_empty',
    message: 'Say which dead letters: by ids, cause, code, or time.',
    path: '',
  });
