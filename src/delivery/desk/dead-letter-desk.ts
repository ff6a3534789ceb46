import { inject, injectable } from 'inversify';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
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
  DeadLetterEntity,
  insertNewEvents,
  type NewEvent,
  type NewMark,
  raiseMarks,
  recordDelivered,
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
export class DeadLetterDesk {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sequence) private readonly sequence: Sequence,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {}

  async list(call: Call, query: DeadLetterQuery): Promise<Page<DeadLetter>> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const rows = this.selected(this.store.read(), call.installation, query)
      .orderBy('d.at', 'DESC')
      .addOrderBy('d.kind', 'DESC')
      .addOrderBy('d.reference', 'DESC')
      .limit(limit);
    if (query.cursor !== undefined) {
      const { at, key } = readCursor(query.cursor);
      const [kind, reference] = partsOf(key);
      rows.andWhere(
        '(d.at < :at OR (d.at = :at AND (d.kind < :kind OR (d.kind = :kind AND d.reference < :reference))))',
        { at, kind, reference },
      );
    }
    const items = (await rows.getMany()).map(shown);
    const last = items.at(-1);
    return items.length === limit && last
      ? { items, next: writeCursor({ at: last.at, key: last.id }) }
      : { items };
  }

  async groups(call: Call): Promise<readonly DeadLetterGroup[]> {
    await this.connections.of(call);
    const connectionId = call.installation;
    const manager = this.store.read();
    const rows = await manager
      .getRepository(DeadLetterEntity)
      .createQueryBuilder('d')
      .select('d.cause', 'cause')
      .addSelect('COUNT(*)', 'count')
      .addSelect('MIN(d.at)', 'firstAt')
      .addSelect('MAX(d.at)', 'lastAt')
      .where('d.connectionId = :connectionId', { connectionId })
      .groupBy('d.cause')
      .getRawMany<Record<'cause' | 'count' | 'firstAt' | 'lastAt', string | number>>();
    const groups = await Promise.all(
      rows.map(async (row) => {
        const cause = String(row.cause);
        const example = await manager
          .getRepository(DeadLetterEntity)
          .findOneOrFail({ where: { connectionId, cause }, order: { at: 'DESC' } });
        return {
          cause,
          count: Number(row.count),
          firstAt: Number(row.firstAt),
          lastAt: Number(row.lastAt),
          example: shown(example),
        };
      }),
    );
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
    act: (manager: EntityManager, letters: readonly DeadLetterEntity[]) => Promise<void>,
  ): Promise<{ readonly done: number; readonly left: number }> {
    const connectionId = call.installation;
    const begun = this.clock.now();
    // What is buried anew meanwhile is not taken up twice.
    const bounded = { ...selection, until: Math.min(selection.until ?? begun, begun) };
    let done = 0;
    for (;;) {
      const count = await this.store.transaction(async (manager) => {
        const letters = await this.selected(manager, connectionId, bounded)
          .orderBy('d.at', 'ASC')
          .addOrderBy('d.reference', 'ASC')
          .limit(STEP)
          .getMany();
        for (const kind of ['event', 'state'] as const) {
          const references = letters
            .filter((letter) => letter.kind === kind)
            .map(({ reference }) => reference);
          if (references.length === 0) continue;
          await manager
            .getRepository(DeadLetterEntity)
            .createQueryBuilder()
            .delete()
            .where('connection_id = :connectionId AND kind = :kind', { connectionId, kind })
            .andWhere('reference IN (:...references)', { references })
            .execute();
        }
        if (letters.length > 0) await act(manager, letters);
        return letters.length;
      });
      done += count;
      if (count < STEP) return { done, left: 0 };
      if (call.signal.aborted || this.clock.now() - begun > PATIENCE_MS) break;
    }
    return { done, left: await this.selected(this.store.read(), connectionId, bounded).getCount() };
  }

  private async requeue(
    manager: EntityManager,
    connectionId: string,
    letters: readonly DeadLetterEntity[],
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
        marks.push({ ...key, connectionId, markedAt: now, notBefore: now, lookUntil: 0 });
      }
    }
    await insertNewEvents(manager, events);
    await raiseMarks(manager, marks);
  }

  /** A removal that was held is told of as long as it waits. */
  private async clearHeld(call: Call): Promise<void> {
    const waiting = await this.store
      .read()
      .getRepository(DeadLetterEntity)
      .createQueryBuilder('d')
      .select('DISTINCT d.about', 'about')
      .where('d.connectionId = :connectionId', { connectionId: call.installation })
      .andWhere('d.code = :code', { code: LARGE_REMOVAL })
      .getRawMany<{ about: string }>();
    const held = new Set(waiting.map(({ about }) => about));
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

  private selected(
    manager: EntityManager,
    connectionId: string,
    { ids, cause, code, from, until }: DeadLetterSelection,
  ): SelectQueryBuilder<DeadLetterEntity> {
    const query = manager
      .getRepository(DeadLetterEntity)
      .createQueryBuilder('d')
      .where('d.connectionId = :connectionId', { connectionId });
    if (ids) query.andWhere("(d.kind || ':' || d.reference) IN (:...ids)", { ids: ['', ...ids] });
    if (cause !== undefined) query.andWhere('d.cause = :cause', { cause });
    if (code !== undefined) query.andWhere('d.code = :code', { code });
    if (from !== undefined) query.andWhere('d.at >= :from', { from });
    if (until !== undefined) query.andWhere('d.at <= :until', { until });
    return query;
  }
}

const shown = (row: DeadLetterEntity): DeadLetter => ({
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

/** `event:42` is the letter of event 42. */
const partsOf = (id: string): [kind: string, reference: string] => {
  const colon = id.indexOf(':');
  return [id.slice(0, colon), id.slice(colon + 1)];
};

const nothingSelected = (): Fault =>
  new Fault({
    kind: 'payload',
    code: 'selection_empty',
    message: 'Say which dead letters: by ids, cause, code, or time.',
    path: '',
  });
