import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../../contract/index.js';
import { ListsProvider, type Page } from '../../../providers/index.js';
import { readListState } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { PatientSender } from '../../send/patient-sender.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import type { Sent } from '../../send/sender.js';

/** Whether a list has been read, or why not. */
export type ListRead = { readonly kind: 'done' } | Exclude<Sent<unknown>, { kind: 'done' }>;

/**
 * Reads a list before it is filled: whoever is on it by then was put there by somebody else and is never removed by
 * us. Read once, page after page, beside everything else that the lane does.
 */
@injectable()
export class ListReader {
  private readonly reading = new Set<string>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
  ) {}

  async isRead({ connectionId }: LaneContext, listId: string): Promise<boolean> {
    const state = await readListState(this.store.read(), connectionId, listId);
    return state?.readAt !== null && state?.readAt !== undefined;
  }

  /** Whether it is no longer mapped, and whom we have added is taken off it. */
  async isCleared({ connectionId }: LaneContext, listId: string): Promise<boolean> {
    const state = await readListState(this.store.read(), connectionId, listId);
    return typeof state?.clearFrom === 'number';
  }

  /** Whether it is being read just now. */
  isReading({ connectionId }: LaneContext, listId: string): boolean {
    return this.reading.has(`${connectionId}\n${listId}`);
  }

  async read(lane: LaneContext, listId: string): Promise<ListRead> {
    const key = `${lane.connectionId}\n${listId}`;
    this.reading.add(key);
    try {
      return await this.readPages(lane, listId);
    } finally {
      this.reading.delete(key);
    }
  }

  private async readPages(lane: LaneContext, listId: string): Promise<ListRead> {
    let path: string | null = null;
    do {
      const sent: Sent<Page<string>> = await this.page(lane, listId, path);
      if (sent.kind !== 'done') return sent;
      const { items, next }: Page<string> = sent.value;
      const found = { kind: 'found', listId, profileIds: items } as const;
      await applyVerdict(lane, { rows: { places: [found] } }, this.clock.now());
      path = next;
    } while (path !== null);
    await applyVerdict(lane, { rows: { places: [{ kind: 'read', listId }] } }, this.clock.now());
    return { kind: 'done' };
  }

  private page(lane: LaneContext, listId: string, path: string | null): Promise<Sent<Page<string>>> {
    return this.sender.send(lane, {
      operation: this.lists.readOperation,
      items: 1,
      key: `list ${listId}`,
      backfill: false,
      request: (session) => this.lists.members(session, listId, path),
    });
  }
}
