import { inject, injectable } from 'inversify';
import { type Directory, HOST, type Store } from '../../contract/index.js';
import { type LaneContext, wantedOnList } from '../../delivery/index.js';
import { oursOnList } from '../../store/index.js';
import { PAGE } from '../page.js';

/** A page of those whom we have put on a list. */
export interface LeaverPage {
  /** How many were looked at. */
  readonly looked: number;
  /** Those who are in no audience any more that is mapped to the list. */
  readonly leaving: readonly string[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Looks through those whom we have put on a list for who no longer belongs there. */
@injectable()
export class Leavers {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
  ) {}

  async page(
    { connectionId, tenant, settings }: LaneContext,
    listId: string,
    after = '',
  ): Promise<LeaverPage> {
    const ours = await oursOnList(this.store.read(), connectionId, listId, after, PAGE);
    const { asOf, audiences } = await this.directory.memberships(tenant, ours);
    const leaving = ours.filter(
      (memberId) =>
        !wantedOnList(listId, settings.audiences, {
          asOf,
          audiences: audiences.get(memberId) ?? [],
          told: [],
        }),
    );
    const last = ours.at(-1);
    return {
      looked: ours.length,
      leaving,
      ...(ours.length === PAGE && last !== undefined ? { next: last } : {}),
    };
  }
}
