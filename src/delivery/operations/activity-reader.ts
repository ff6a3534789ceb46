import { inject, injectable } from 'inversify';
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
import {
  type AttemptRow,
  readAttempt,
  readAttemptContent,
  readAttempts,
  readAttemptValues,
} from '../../store/index.js';
import { readCursor, writeCursor } from './page-cursor.js';
import { pageLimit } from './page-limit.js';

/** Requests as a person looks through them. Every query is scoped by connection, and goes along an index. */
@injectable()
export class ActivityReader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  async page(call: Call, query: ActivityQuery): Promise<ActivityPage> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const before = after && { at: after.at, id: after.key };
    const rows = await readAttempts(this.store.read(), call.installation, query, before, limit);
    const items = rows.map(shown);
    const last = items.at(-1);
    const next = items.length === limit && last ? { next: writeCursor({ at: last.at, key: last.id }) } : {};
    return { items, ...next, ...(query.cursor === undefined ? await this.facets(call.installation) : {}) };
  }

  /** @throws Fault `attempt_not_found` */
  async detail(call: Call, id: string): Promise<AttemptDetail> {
    await this.connections.of(call);
    const manager = this.store.read();
    const attempt = await readAttempt(manager, call.installation, id);
    if (!attempt) {
      throw new Fault({
        kind: 'config',
        code: 'attempt_not_found',
        message: 'This request is not known, or not any more.',
        path: '/attempt',
      });
    }
    const content = await readAttemptContent(manager, call.installation, id);
    return {
      ...shown(attempt),
      content: content === null ? null : (JSON.parse(content) as AttemptDetail['content']),
    };
  }

  /** By what the requests can be narrowed down. */
  private async facets(connectionId: string) {
    const manager = this.store.read();
    const [operations, results] = await Promise.all([
      readAttemptValues(manager, connectionId, 'operation'),
      readAttemptValues(manager, connectionId, 'result'),
    ]);
    return { operations, results };
  }
}

const shown = ({ id, at, operation, items, result, status, requestId, ms }: AttemptRow): Attempt => ({
  id,
  at,
  operation,
  items,
  result,
  status,
  requestId,
  ms,
});
