import { inject, injectable } from 'inversify';
import type { SelectQueryBuilder } from 'typeorm';
import {
  type ActivityPage,
  type ActivityQuery,
  type Attempt,
  type AttemptDetail,
  type Call,
  Fault,
  HOST,
  type Store,
} from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { AttemptContentEntity, AttemptEntity, AttemptMemberEntity } from '../../store/index.js';
import { readCursor, writeCursor } from './page-cursor.js';
import { pageLimit } from './page-limit.js';

/** Requests as a person looks through them. Every query is scoped by connection, and goes along an index. */
@injectable()
export class ActivityDesk {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  async page(call: Call, query: ActivityQuery): Promise<ActivityPage> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const rows = this.selected(call.installation, query)
      .orderBy('a.at', 'DESC')
      .addOrderBy('a.id', 'DESC')
      .limit(limit);
    if (query.cursor !== undefined) {
      const { at, key } = readCursor(query.cursor);
      rows.andWhere('(a.at < :before OR (a.at = :before AND a.id < :id))', { before: at, id: key });
    }
    const items = (await rows.getMany()).map(shown);
    const last = items.at(-1);
    const next = items.length === limit && last ? { next: writeCursor({ at: last.at, key: last.id }) } : {};
    return { items, ...next, ...(query.cursor === undefined ? await this.facets(call.installation) : {}) };
  }

  /** @throws Fault `attempt_not_found` */
  async detail(call: Call, id: string): Promise<AttemptDetail> {
    await this.connections.of(call);
    const manager = this.store.read();
    const scope = { connectionId: call.installation };
    const attempt = await manager.getRepository(AttemptEntity).findOneBy({ id, ...scope });
    if (!attempt) {
      throw new Fault({
        kind: 'config',
        code: 'attempt_not_found',
        message: 'This request is not known, or not any more.',
        path: '/attempt',
      });
    }
    const kept = await manager.getRepository(AttemptContentEntity).findOneBy({ attemptId: id, ...scope });
    return {
      ...shown(attempt),
      content: kept ? (JSON.parse(kept.content) as AttemptDetail['content']) : null,
    };
  }

  private selected(
    connectionId: string,
    { operation, result, memberId, from, until }: ActivityQuery,
  ): SelectQueryBuilder<AttemptEntity> {
    const query = this.store
      .read()
      .getRepository(AttemptEntity)
      .createQueryBuilder('a')
      .where('a.connectionId = :connectionId', { connectionId });
    if (operation !== undefined) query.andWhere('a.operation = :operation', { operation });
    if (result !== undefined) query.andWhere('a.result = :result', { result });
    if (from !== undefined) query.andWhere('a.at >= :from', { from });
    if (until !== undefined) query.andWhere('a.at <= :until', { until });
    if (memberId !== undefined) {
      query.innerJoin(
        AttemptMemberEntity,
        'm',
        'm.connectionId = a.connectionId AND m.attemptId = a.id AND m.memberId = :memberId',
        { memberId },
      );
    }
    return query;
  }

  /** By what the requests can be narrowed down. */
  private async facets(connectionId: string) {
    const distinct = async (column: 'operation' | 'result'): Promise<readonly string[]> => {
      const rows = await this.store
        .read()
        .getRepository(AttemptEntity)
        .createQueryBuilder('a')
        .select(`a.${column}`, 'value')
        .where('a.connectionId = :connectionId', { connectionId })
        .groupBy(`a.${column}`)
        .orderBy(`a.${column}`, 'ASC')
        .getRawMany<{ value: string }>();
      return rows.map(({ value }) => value);
    };
    const [operations, results] = await Promise.all([distinct('operation'), distinct('result')]);
    return { operations, results };
  }
}

const shown = ({ id, at, operation, items, result, status, requestId, ms }: AttemptEntity): Attempt => ({
  id,
  at,
  operation,
  items,
  result,
  status,
  requestId,
  ms,
});
