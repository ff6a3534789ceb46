import { inject, injectable } from 'inversify';
import { Connections } from '../../connection/index.js';
import {
  type Call,
  type ClosedAccount,
  HOST,
  type Page,
  type PageQuery,
  type Store,
} from '../../contract/index.js';
import { pageTombstones } from '../../store/index.js';
import { readCursor, writeCursor } from './page-cursor.js';
import { pageLimit } from './page-limit.js';

/** Lists closed accounts with what was done of each, in the order of their members' ids. */
@injectable()
export class ClosedAccountReader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  /** @throws Fault `cursor_invalid` */
  async page(call: Call, query: PageQuery): Promise<Page<ClosedAccount>> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const after = query.cursor === undefined ? '' : readCursor(query.cursor).key;
    const rows = await pageTombstones(this.store.read(), call.installation, after, limit);
    const items = rows.map((row): ClosedAccount => ({
      memberId: row.reference,
      closedAt: row.closedAt,
      takenOffAt: row.takenOffAt,
      outcome: row.outcome,
      doneAt: row.doneAt,
      requestId: row.requestId,
      attempts: row.attempts,
      lastCode: row.lastCode,
      emailHash: row.emailHash,
      phoneHash: row.phoneHash,
    }));
    const last = items.at(-1);
    return items.length === limit && last
      ? { items, next: writeCursor({ at: last.closedAt, key: last.memberId }) }
      : { items };
  }
}
