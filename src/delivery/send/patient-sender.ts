import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import type { KlaviyoSession } from '../../klaviyo/index.js';
import type { Outcome } from '../../providers/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { sleep } from '../kit/sleep.js';
import { type Sent, Sender } from './sender.js';

/** A wait for the budget that is longer than this is not sat out. */
const PATIENCE_MS = 5_000;

/** What a request that can wait is about. */
export interface PatientRequest<T> {
  readonly operation: string;
  readonly items: number;
  /** Whose failure it would be. */
  readonly key: string;
  readonly backfill: boolean;
  /** Whom it is about. */
  readonly members?: readonly string[];
  request(session: KlaviyoSession): Promise<Outcome<T>>;
}

/** Sends requests that wait for their place in the budget: pages of what is read as a whole, beside everything else. */
@injectable()
export class PatientSender {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
  ) {}

  async send<T>(lane: LaneContext, asked: PatientRequest<T>): Promise<Sent<T>> {
    const { operation, items, key, backfill, members = [] } = asked;
    for (;;) {
      const permit = lane.budget.take(operation, backfill);
      if (permit) {
        await this.sender.prepare(lane, { [operation]: 1 });
        return this.sender.send(lane, { permit, items, key, members }, (session) => asked.request(session));
      }
      const ms = lane.budget.readyAt(operation, 1, backfill) - this.clock.now();
      if (ms > PATIENCE_MS || lane.signal.aborted) {
        return { kind: 'later', code: 'rate_budget', ms, operationRests: true };
      }
      await sleep(this.clock, Math.max(1, ms), lane.signal);
    }
  }
}
