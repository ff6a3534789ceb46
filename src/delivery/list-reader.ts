import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../contract/index.js';
import { type ListPage, ListsProvider } from '../providers/index.js';
import { ListMemberEntity, ListStateEntity } from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import { type Sent, Sender } from './sender.js';

const ROWS = 500;

/** Whether a list has been read, or why not. */
export type ListRead = { readonly kind: 'done' } | Exclude<Sent<unknown>, { kind: 'done' }>;

/**
 * Reads a list before it is filled: whoever is on it by then was put there by somebody else and is never removed by
 * us. Read once; members of a lane that wait for the same list wait for one reading.
 */
@injectable()
export class ListReader {
  private readonly reading = new Map<string, Promise<ListRead>>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
  ) {}

  async ensureRead(context: LaneContext, listId: string): Promise<ListRead> {
    const { connectionId } = context;
    const state = await this.store.read().getRepository(ListStateEntity).findOneBy({ connectionId, listId });
    if (state?.readAt) return { kind: 'done' };
    const key = `${connectionId}\n${listId}`;
    const underWay = this.reading.get(key);
    if (underWay) return underWay;
    const reading = this.read(context, listId).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  private async read(context: LaneContext, listId: string): Promise<ListRead> {
    const { connectionId } = context;
    const readPage = (path: string | null): Promise<Sent<ListPage<string>>> =>
      this.sender.send(context, this.lists.readOperation, () =>
        this.lists.members(context.session, listId, path),
      );
    let path: string | null = null;
    do {
      const sent: Sent<ListPage<string>> = await readPage(path);
      if (sent.kind !== 'done') return sent;
      const { items }: ListPage<string> = sent.value;
      await context.fence.settle(async (manager) => {
        for (let start = 0; start < items.length; start += ROWS) {
          await manager
            .getRepository(ListMemberEntity)
            .createQueryBuilder()
            .insert()
            .values(
              items
                .slice(start, start + ROWS)
                .map((profileId) => ({ connectionId, listId, profileId, origin: 'found' as const })),
            )
            // Whom we have put there before stays ours.
            .orIgnore()
            .updateEntity(false)
            .execute();
        }
      });
      path = sent.value.next;
    } while (path !== null);
    await context.fence.settle(async (manager) => {
      await manager
        .getRepository(ListStateEntity)
        .upsert({ connectionId, listId, readAt: this.clock.now(), pausedReason: null }, [
          'connectionId',
          'listId',
        ]);
    });
    return { kind: 'done' };
  }
}
