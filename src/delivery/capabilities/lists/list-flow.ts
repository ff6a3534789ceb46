import { inject, injectable } from 'inversify';
import { ListsProvider } from '../../../providers/index.js';
import type { Flow } from '../../capability/capability.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Sending } from '../../context/sending.js';
import type { Batch } from '../../plan/batch.js';
import type { FlowPlan } from '../../plan/flow-plan.js';
import { BULK_LIMITS } from '../../plan/limits.js';
import { type Picked, Preparer } from '../../prepare/preparer.js';
import { StateFirst } from '../../prepare/state-first.js';
import { ListDelivery } from './list-delivery.js';

/** Keeps members' places on lists, after their state: a list wants the profile to be there. */
@injectable()
export class ListFlow implements Flow {
  readonly plan: FlowPlan;

  constructor(
    @inject(Preparer) private readonly preparer: Preparer,
    @inject(StateFirst) private readonly stateFirst: StateFirst,
    @inject(ListDelivery) private readonly lists: ListDelivery,
    @inject(ListsProvider) provider: ListsProvider,
  ) {
    this.plan = {
      need: 'list',
      turn: 3,
      single: null,
      bulk: [provider.addOperation, provider.removeOperation],
      bulkDelayMs: 0,
      limits: BULK_LIMITS.list,
      fillsUp: false,
    };
  }

  async *startBatch(lane: LaneContext, batch: Batch, picked: readonly Picked[]): AsyncGenerator<Sending> {
    const prepared = await this.preparer.prepareMembers(lane, batch, picked);
    const concerned = await this.lists.settleUnsent(lane, batch.listId, prepared);
    const going = await this.stateFirst.afterState(lane, 'list', concerned);
    if (going.length > 0) yield* await this.lists.changeList(lane, batch.listId, going, batch.backfill);
  }
}
