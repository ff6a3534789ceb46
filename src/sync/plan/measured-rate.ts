import { inject, injectable } from 'inversify';
import { HOST, type Store, type SyncKind } from '../../contract/index.js';
import { readDoneRuns } from '../../store/index.js';

/** Before any run has been measured: items a second on a small machine, within a factor of two. */
const FIRST_RATE = { load: 1_500, reconcile: 1_000 } as const;
/** A run of fewer items says more about its start and end than about its rate. */
const ENOUGH_ITEMS = 5_000;
/** So many of the newest runs are looked at for one that is large enough. */
const LOOKED_AT = 5;
/** What a run takes beside its items: the last import fills up, and is looked at until it is done. */
const AROUND_MS = 2_000;

/** How fast runs go, by those that have ended. */
@injectable()
export class MeasuredRate {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  async expectedMs(connectionId: string, kind: SyncKind, items: number): Promise<number> {
    const before = await readDoneRuns(this.store.read(), connectionId, kind, LOOKED_AT);
    const large = before.find(({ seen }) => seen >= ENOUGH_ITEMS);
    const perItem = large
      ? Math.max(0, (large.endedAt ?? 0) - large.startedAt - AROUND_MS) / large.seen
      : 1_000 / FIRST_RATE[kind];
    return Math.round(items * perItem + AROUND_MS);
  }
}
