import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import {
  type Attempt,
  type Call,
  type Clock,
  HOST,
  type Overview,
  type Page,
  type PageQuery,
  type Store,
} from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import {
  AttemptEntity,
  DeadLetterEntity,
  DeliveredEntity,
  EventOutboxEntity,
  StateMarkEntity,
  TallyEntity,
  type TallyKind,
} from '../../store/index.js';
import { readCursor, writeCursor } from './page-cursor.js';
import { pageLimit } from './page-limit.js';

/** What a console shows of one connection. Every query is scoped by connection. */
@injectable()
export class OperationsDesk {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  async overview(call: Call): Promise<Overview> {
    const connection = await this.connections.of(call);
    const connectionId = call.installation;
    const manager = this.store.read();
    const now = this.clock.now();
    const [waitingEvents, waitingStates, delivered, deadLetters, oldest, ignored, warned] = await Promise.all(
      [
        manager.getRepository(EventOutboxEntity).countBy({ connectionId }),
        this.waitingStates(manager, connectionId, now),
        manager.getRepository(DeliveredEntity).countBy({ connectionId }),
        manager.getRepository(DeadLetterEntity).countBy({ connectionId }),
        manager.getRepository(EventOutboxEntity).minimum('acceptedAt', { connectionId }),
        this.tallied(manager, connectionId, 'skipped'),
        this.tallied(manager, connectionId, 'warned'),
      ],
    );
    return {
      state: connection.state,
      ...(connection.accountId === null
        ? {}
        : { account: { id: connection.accountId, name: connection.accountName ?? connection.accountId } }),
      counts: { waitingEvents, waitingStates, delivered, deadLetters, ignored, warned },
      oldestWaitingAt: oldest,
    };
  }

  async activity(call: Call, query: PageQuery): Promise<Page<Attempt>> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const rows = this.store
      .read()
      .getRepository(AttemptEntity)
      .createQueryBuilder('a')
      .where('a.connectionId = :connectionId', { connectionId: call.installation })
      .orderBy('a.at', 'DESC')
      .addOrderBy('a.id', 'DESC')
      .limit(limit);
    if (query.cursor !== undefined) {
      const { at, key } = readCursor(query.cursor);
      rows.andWhere('(a.at < :at OR (a.at = :at AND a.id < :id))', { at, id: key });
    }
    const found = await rows.getMany();
    const items = found.map(({ at, operation, items, result, status, requestId, ms }) => ({
      at,
      operation,
      items,
      result,
      status,
      requestId,
      ms,
    }));
    const last = found.at(-1);
    return found.length === limit && last
      ? { items, next: writeCursor({ at: last.at, key: last.id }) }
      : { items };
  }

  /** Due, in an import job, or put off after a failure. A later look that is not due yet is nothing that waits. */
  private waitingStates(manager: EntityManager, connectionId: string, now: number): Promise<number> {
    return manager
      .getRepository(StateMarkEntity)
      .createQueryBuilder('m')
      .where('m.connectionId = :connectionId', { connectionId })
      .andWhere('(m.notBefore <= :now OR m.lookUntil = 0 OR m.notBefore > m.lookUntil OR m.attempts > 0)', {
        now,
      })
      .getCount();
  }

  private async tallied(
    manager: EntityManager,
    connectionId: string,
    kind: TallyKind,
  ): Promise<Record<string, number>> {
    const rows = await manager
      .getRepository(TallyEntity)
      .createQueryBuilder('t')
      .select('t.code', 'code')
      .addSelect('SUM(t.count)', 'count')
      .where('t.connectionId = :connectionId', { connectionId })
      .andWhere('t.kind = :kind', { kind })
      .groupBy('t.code')
      .getRawMany<{ code: string; count: string | number }>();
    return Object.fromEntries(rows.map((row) => [row.code, Number(row.count)]));
  }
}
