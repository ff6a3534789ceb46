import { inject, injectable } from 'inversify';
import {
  type Call,
  type Directory,
  HOST,
  type Store,
  type SyncPlanList,
  type SyncRequest,
} from '../../contract/index.js';
import { AccountLists } from '../../delivery/index.js';
import type { Settings } from '../../settings/index.js';
import { mappedAudiences } from '../load/mapped-audiences.js';
import { onListAmong } from '../refresh/on-list-among.js';
import { PAGE } from '../page.js';

/** Counts who would join which list, and who is there already as far as is recorded. */
@injectable()
export class ListPlanner {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(AccountLists) private readonly accountLists: AccountLists,
  ) {}

  async plan(call: Call, settings: Settings, request: SyncRequest): Promise<readonly SyncPlanList[]> {
    const chosen = new Set(mappedAudiences(settings, request));
    const mappings = settings.audiences.filter(({ audienceId }) => chosen.has(audienceId));
    if (mappings.length === 0) return [];
    const [audiences, lists] = await Promise.all([
      this.directory.audiences(call.tenant),
      this.accountLists.all(call.installation),
    ]);
    const nameOf = (all: readonly { readonly id: string; readonly name: string }[], id: string) =>
      all.find((one) => one.id === id)?.name ?? id;
    const planned: SyncPlanList[] = [];
    for (const { audienceId, listId, mode } of mappings) {
      const { members, there } = await this.audience(call, audienceId, listId);
      planned.push({
        audienceId,
        audience: nameOf(audiences, audienceId),
        listId,
        list: nameOf(lists, listId),
        mode,
        joins: members - there,
        there,
      });
    }
    return planned;
  }

  private async audience(call: Call, audienceId: string, listId: string) {
    let members = 0;
    let there = 0;
    let after: string | undefined;
    for (;;) {
      call.signal.throwIfAborted();
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { items, next } = await this.directory.audiencePage(call.tenant, audienceId, query);
      members += items.length;
      there += (await onListAmong(this.store.read(), call.installation, listId, items)).size;
      if (next === undefined) return { members, there };
      after = next;
    }
  }
}
