import { inject, injectable } from 'inversify';
import { type EntityManager, In, LessThan } from 'typeorm';
import {
  type Attempt,
  type Call,
  type Clock,
  type DeadLetter,
  type DeadLetterSelection,
  HOST,
  type JsonObject,
  type LoyaltyEvent,
  type Overview,
  type Page,
  type PageQuery,
  type Store,
} from '../contract/index.js';
import { Connections } from '../connection/index.js';
import { subjectOf } from '../mapping/index.js';
import {
  AttemptEntity,
  DeadLetterEntity,
  DeliveredEntity,
  EventOutboxEntity,
  insertNewEvents,
  ProfileLinkEntity,
  raiseMarks,
  StateMarkEntity,
} from '../store/index.js';
import { LaneWaker } from './lane-waker.js';
import { Sequence } from './sequence.js';
import { SKIPPED } from './skips.js';

const PAGE = 100;
const LARGEST_PAGE = 1_000;
/** Dead letters that one replay takes up; the caller repeats it until none is left. */
const REPLAY = 1_000;

/** What a console shows of one connection, and what it can set going again. Every query is scoped by connection. */
@injectable()
export class OperationsDesk {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sequence) private readonly sequence: Sequence,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {}

  async overview(call: Call): Promise<Overview> {
    const connection = await this.connections.of(call);
    const connectionId = call.installation;
    const manager = this.store.read();
    const now = this.clock.now();
    const [waitingEvents, waitingStates, delivered, deadLetters, oldest, skipped] = await Promise.all([
      manager.getRepository(EventOutboxEntity).countBy({ connectionId }),
      // A later look that is not due yet is nothing that waits.
      manager.getRepository(StateMarkEntity).countBy({ connectionId, notBefore: LessThan(now + 1) }),
      manager.getRepository(DeliveredEntity).countBy({ connectionId }),
      manager.getRepository(DeadLetterEntity).countBy({ connectionId }),
      manager.getRepository(EventOutboxEntity).minimum('acceptedAt', { connectionId }),
      this.skipped(manager, connectionId),
    ]);
    return {
      state: connection.state,
      ...(connection.accountId === null
        ? {}
        : { account: { id: connection.accountId, name: connection.accountName ?? connection.accountId } }),
      counts: { waitingEvents, waitingStates, delivered, deadLetters, ignored: skipped },
      oldestWaitingAt: oldest,
    };
  }

  async activity(call: Call, query: PageQuery): Promise<Page<Attempt>> {
    const limit = limitOf(query);
    const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor);
    const rows = await this.store
      .read()
      .getRepository(AttemptEntity)
      .find({
        where: { connectionId: call.installation, at: LessThan(before) },
        order: { at: 'DESC' },
        take: limit,
      });
    const items = rows.map(({ at, operation, items, result, status, requestId, ms }) => ({
      at,
      operation,
      items,
      result,
      status,
      requestId,
      ms,
    }));
    return page(items, limit, (item) => String(item.at));
  }

  async deadLetters(call: Call, query: PageQuery): Promise<Page<DeadLetter>> {
    const limit = limitOf(query);
    const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor);
    const rows = await this.store
      .read()
      .getRepository(DeadLetterEntity)
      .find({
        where: { connectionId: call.installation, at: LessThan(before) },
        order: { at: 'DESC' },
        take: limit,
      });
    const items = rows.map((row) => ({
      id: `${row.kind}:${row.reference}`,
      kind: row.kind,
      reference: row.reference,
      code: row.code,
      message: row.message,
      at: row.at,
      attempts: row.attempts,
    }));
    return page(items, limit, (item) => String(item.at));
  }

  /** Puts dead letters back into the queue, in one transaction: an event whole, a state as a mark. */
  async replay(call: Call, selection: DeadLetterSelection): Promise<{ readonly replayed: number }> {
    const connectionId = call.installation;
    const replayed = await this.store.transaction(async (manager) => {
      const letters = await this.select(manager, connectionId, selection);
      for (const letter of letters) {
        await manager
          .getRepository(DeadLetterEntity)
          .delete({ connectionId, kind: letter.kind, reference: letter.reference });
      }
      await insertNewEvents(
        manager,
        letters
          .filter((letter) => letter.kind === 'event')
          .map((letter) => ({
            connectionId,
            eventId: letter.reference,
            seq: this.sequence.next(),
            subject: subjectOf(JSON.parse(letter.body) as LoyaltyEvent) ?? '',
            body: letter.body,
            acceptedAt: this.clock.now(),
          })),
      );
      await raiseMarks(
        manager,
        letters
          .filter((letter) => letter.kind === 'state')
          .map((letter) => ({
            ...(JSON.parse(letter.body) as { facet: string; memberId: string; listId: string }),
            connectionId,
            markedAt: this.clock.now(),
            notBefore: 0,
            lookUntil: 0,
          })),
      );
      return letters.length;
    });
    if (replayed > 0) this.lanes.wake(connectionId);
    return { replayed };
  }

  async explainMember(call: Call, memberId: string): Promise<JsonObject> {
    const connectionId = call.installation;
    const manager = this.store.read();
    const [link, marks, events] = await Promise.all([
      manager.getRepository(ProfileLinkEntity).findOneBy({ connectionId, memberId }),
      manager.getRepository(StateMarkEntity).findBy({ connectionId, memberId }),
      manager.getRepository(EventOutboxEntity).find({
        where: { connectionId, subject: memberId },
        order: { seq: 'ASC' },
        take: PAGE,
      }),
    ]);
    return {
      memberId,
      profileId: link?.profileId ?? null,
      profileAccepted: typeof link?.acceptedProfile === 'string',
      pointsAccepted: typeof link?.acceptedPoints === 'string',
      updatedAt: link?.updatedAt ?? null,
      waitingStates: marks.map((mark) => ({
        facet: mark.facet,
        dueAt: mark.notBefore,
        attempts: mark.attempts,
      })),
      waitingEvents: events.map((row) => ({
        id: row.eventId,
        acceptedAt: row.acceptedAt,
        dueAt: row.notBefore,
        attempts: row.attempts,
        lastCode: row.lastCode,
      })),
    };
  }

  private async select(
    manager: EntityManager,
    connectionId: string,
    { ids, code, from, until }: DeadLetterSelection,
  ): Promise<DeadLetterEntity[]> {
    const query = manager
      .getRepository(DeadLetterEntity)
      .createQueryBuilder('d')
      .where('d.connectionId = :connectionId', { connectionId })
      .orderBy('d.at', 'ASC')
      .limit(REPLAY);
    if (ids) query.andWhere('d.reference IN (:...references)', { references: ['', ...ids.map(referenceOf)] });
    if (code !== undefined) query.andWhere('d.code = :code', { code });
    if (from !== undefined) query.andWhere('d.at >= :from', { from });
    if (until !== undefined) query.andWhere('d.at <= :until', { until });
    const letters = await query.getMany();
    return ids ? letters.filter((letter) => ids.includes(`${letter.kind}:${letter.reference}`)) : letters;
  }

  private async skipped(manager: EntityManager, connectionId: string): Promise<Record<string, number>> {
    const rows = await manager
      .getRepository(AttemptEntity)
      .createQueryBuilder('a')
      .select('a.result', 'code')
      .addSelect('COUNT(*)', 'count')
      .where('a.connectionId = :connectionId', { connectionId })
      .andWhere({ operation: In([SKIPPED]) })
      .groupBy('a.result')
      .getRawMany<{ code: string; count: string | number }>();
    return Object.fromEntries(rows.map((row) => [row.code, Number(row.count)]));
  }
}

const limitOf = (query: PageQuery): number => Math.min(LARGEST_PAGE, Math.max(1, query.limit ?? PAGE));

/** `event:42` names the letter of event 42. */
const referenceOf = (id: string): string => id.slice(id.indexOf(':') + 1);

function page<T>(items: readonly T[], limit: number, cursor: (item: T) => string): Page<T> {
  const last = items.at(-1);
  return items.length === limit && last ? { items, next: cursor(last) } : { items };
}
