import { inject, injectable } from 'inversify';
import { HOST, type Store } from '../../contract/index.js';
import {
  countRows,
  deleteConnection,
  deleteSome,
  type LeavingRow,
  PURGED_TABLES,
} from '../../store/index.js';
import { LeavingBook } from '../book/leaving-book.js';

/** Rows in one transaction: others want to write too. */
const STEP = 1_000;

/** Deletes every row of a connection, table after table, a thousand at a time; the connection itself goes last. */
@injectable()
export class PurgeStep {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(LeavingBook) private readonly book: LeavingBook,
  ) {}

  async take(row: LeavingRow): Promise<number> {
    const { connectionId, cursor } = row;
    if (cursor.part === undefined) {
      const total = await countRows(this.store.read(), connectionId);
      await this.book.take(row, { total, cursor: { part: 0 } });
      return 0;
    }
    if (cursor.part >= PURGED_TABLES) {
      const isGone = await this.store.transaction((manager) => deleteConnection(manager, connectionId));
      if (!isGone) await this.book.take(row, { cursor: { part: 0 } });
      this.book.forget(connectionId);
      return 0;
    }
    await this.piece(row, cursor.part);
    return 0;
  }

  private async piece(row: LeavingRow, table: number): Promise<void> {
    const { connectionId } = row;
    let part = table;
    let gone = 0;
    await this.store.transaction(async (manager) => {
      // Empty tables cost no transaction each.
      while (part < PURGED_TABLES && gone < STEP) {
        const most = STEP - gone;
        const some = await deleteSome(manager, part, connectionId, most);
        gone += some;
        if (some < most) part += 1;
      }
    });
    await this.book.take(row, { cursor: { part }, doneItems: Math.min(row.total, row.doneItems + gone) });
  }
}
