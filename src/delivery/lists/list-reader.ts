import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import { ListsProvider, type Page } from '../../providers/index.js';
import { ListMemberEntity, ListStateEntity } from '../../store/index.js';
import type { LaneContext } from '../lane/lane-context.js';
import { sleep } from '../lane/sleep.js';
import { inChunks } from '../member/in-chunks.js';
import { type Sent, Sender } from '../send/sender.js';

/** A wait for the budget that is longer than this is not sat out: the reading begins anew. */
const PATIENCE_MS = 5_000;

/** Whether a list has been read, or why not. */
export type ListRead = { readonly kind: 'done' } | Exclude<Sent<unknown>, { kind: 'done' }>;

/**
 * Reads a list before it is filled: whoever is on it by then was put there by somebody else and is never removed by
 * us. Read once, page after page, beside everything else that the lane does.
 */
@injectable()
export class ListReader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
  ) {}

  async isRead({ connectionId }: LaneContext, listId: string): Promise<boolean> {
    const state = await this.store.read().getRepository(ListStateEntity).findOneBy({ connectionId, listId });
    return state?.readAt !== null && state?.readAt !== undefined;
  }

  async read(lane: LaneContext, listId: string): Promise<ListRead> {
    const { connectionId } = lane;
    let path: string | null = null;
    do {
      const sent: Sent<Page<string>> = await this.page(lane, listId, path);
      if (sent.kind !== 'done') return sent;
      const { items, next }: Page<string> = sent.value;
      await lane.fence.settle(async (manager) => {
        const found = items.map((profileId) => ({
          connectionId,
          listId,
          profileId,
          origin: 'found' as const,
        }));
        await inChunks(found, (some) =>
          manager
            .getRepository(ListMemberEntity)
            .createQueryBuilder()
            .insert()
            .values([...some])
            // Whom we have put there before stays ours.
            .orIgnore()
            .updateEntity(false)
            .execute(),
        );
      });
      path = next;
    } while (path !== null);
    await lane.fence.settle(async (manager) => {
      await manager
        .getRepository(ListStateEntity)
        .upsert({ connectionId, listId, readAt: this.clock.now(), pausedReason: null }, [
          'connectionId',
          'listId',
        ]);
    });
    return { kind: 'done' };
  }

  private async page(lane: LaneContext, listId: string, path: string | null): Promise<Sent<Page<string>>> {
    const { readOperation: operation } = this.lists;
    for (;;) {
      const permit = lane.budget.take(operation);
      if (permit) {
        await this.sender.prepare(lane, { [operation]: 1 });
        return this.sender.send(lane, { permit, items: 1, key: `list ${listId}` }, (session) =>
          this.lists.members(session, listId, path),
        );
      }
      const ms = lane.budget.readyAt(operation) - this.clock.now();
      if (ms > PATIENCE_MS || lane.signal.aborted) {
        return { kind: 'later', code: 'rate_budget', ms, operationRests: true };
      }
      await sleep(this.clock, Math.max(1, ms), lane.signal);
    }
  }
}
