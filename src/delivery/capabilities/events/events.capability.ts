import { inject, injectable } from 'inversify';
import { EventsProvider } from '../../../providers/index.js';
import type { Capability, FactSender } from '../../capability/capability.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Sending } from '../../context/sending.js';
import type { Prepared } from '../../member/prepared.js';
import type { Batch } from '../../plan/batch.js';
import { BULK_LIMITS } from '../../plan/limits.js';
import { EventBatchDelivery } from './event-batch-delivery.js';
import { EventDelivery } from './event-delivery.js';

/** Loyalty events appear in Klaviyo as metrics: whatever no other capability takes. */
@injectable()
export class EventsCapability implements Capability, FactSender {
  readonly id = 'events';
  readonly offCode = 'events_off';
  readonly operations: readonly string[];
  readonly forms: FactSender['forms'];
  readonly facts: FactSender = this;

  constructor(
    @inject(EventDelivery) private readonly single: EventDelivery,
    @inject(EventBatchDelivery) private readonly batches: EventBatchDelivery,
    @inject(EventsProvider) { operation, bulkOperation }: EventsProvider,
  ) {
    this.operations = [operation, bulkOperation];
    this.forms = { single: operation, bulk: [bulkOperation], bulkDelayMs: 0, limits: BULK_LIMITS.event };
  }

  takesEvent(): boolean {
    return true;
  }

  sendEvents(
    lane: LaneContext,
    members: readonly Prepared[],
    { form, backfill }: Pick<Batch, 'form' | 'backfill'>,
  ): Promise<readonly Sending[]> {
    return form === 'single'
      ? this.single.sendEvents(lane, members)
      : this.batches.sendEvents(lane, members, backfill);
  }
}
