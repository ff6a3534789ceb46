import { inject, injectable } from 'inversify';
import { type Clock, Fault, HOST } from '../../contract/index.js';
import { type KlaviyoSession, KlaviyoTransportError } from '../../klaviyo/index.js';
import type { Outcome } from '../../providers/index.js';
import { storeBudget } from '../../store/index.js';
import type { Permit } from '../budget/rate-budget.js';
import type { LaneContext } from '../context/lane-context.js';
import { RecentlyClosed } from '../context/recently-closed.js';
import type { Settlement } from '../context/lane-fence.js';
import type { About } from '../trace/content-of.js';
import { RecordingSession } from '../trace/recording-session.js';
import { Tracer } from '../trace/tracer.js';
import { ForbiddenOperations } from './forbidden-operations.js';

/** A missing permission, or a revision that is retired, is not mended within seconds. */
const FORBIDDEN_MS = 300_000;
/** After a token could not be had and nobody said how long. */
const REFRESH_MS = 1_000;

/** An outcome, or why there is none. */
export type Sent<T> =
  | Extract<Outcome<T>, { kind: 'done' | 'refused' | 'missing' }>
  /** Klaviyo is unwell or gave no answer; `doubt` when the write may still land. */
  | { readonly kind: 'failed'; readonly code: string; readonly doubt: boolean }
  /**
   * Throttled, or no permission, or no token, or a member has closed the account meanwhile: nothing is wrong with the items, they come again then. `operationRests`
   * where the budget keeps the operation back until then; another one may go meanwhile.
   */
  | {
      readonly kind: 'later';
      readonly code: string;
      readonly ms: number;
      readonly operationRests: boolean;
    };

/** What a request carries beside itself. */
export interface RequestToSend {
  /** Taken from the budget; given back by {@link Sender.send}. */
  readonly permit: Permit;
  readonly items: number;
  /** Whose failure it would be: a member's key, or a batch's, which stays the same when the batch is sent again. */
  readonly key: string;
  /** Whom it is about, for the trace; of a bulk request the first ones are enough. */
  readonly about?: readonly About[];
  /** Everybody whom it is about, where `about` are not all. */
  readonly members?: readonly string[];
}

/** Sends one request, tells budget and breaker how it went, and leaves a trace of each attempt. */
@injectable()
export class Sender {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(ForbiddenOperations) private readonly forbidden: ForbiddenOperations,
    @inject(Tracer) private readonly tracer: Tracer,
    @inject(RecentlyClosed) private readonly closed: RecentlyClosed,
  ) {}

  /**
   * What has to be durable before requests go: the caller's own settlement, and the budget that they will spend. One
   * fenced transaction, or none when neither is needed.
   *
   * @param operations requests to come, by operation
   */
  async prepare(
    lane: LaneContext,
    operations: Readonly<Record<string, number>>,
    settlement?: Settlement,
  ): Promise<void> {
    const { budget } = lane;
    const short = Object.entries(operations).filter(([name, count]) => !budget.spend(name, count));
    if (short.length === 0 && !settlement) return;
    for (const [name, count] of short) budget.putAside(name, count);
    await lane.fence.settle(async (manager) => {
      await settlement?.(manager);
      if (short.length === 0) return;
      await storeBudget(manager, lane.connectionId, budget.stored());
    });
    for (const [name, count] of short) budget.spend(name, count);
  }

  async send<T>(
    lane: LaneContext,
    { permit, items, key, about = [], members }: RequestToSend,
    request: (session: KlaviyoSession) => Promise<Outcome<T>>,
  ): Promise<Sent<T>> {
    const { operation } = permit;
    const keys = members ?? about.map(({ memberId }) => memberId);
    const session = new RecordingSession(lane.session, () => this.closed.hasAny(lane, keys));
    const trace = (result: string) => this.tracer.trace(lane, { operation, items, result, session, about });
    try {
      const outcome = await request(session);
      if (isOfKlaviyo(outcome)) lane.budget.learn(operation, outcome.answer.windows);
      trace(outcome.kind);
      return await this.judge(lane, operation, key, outcome);
    } catch (error) {
      if (error instanceof KlaviyoTransportError) {
        trace(error.code);
        // A request that ended with its lane says nothing of Klaviyo.
        if (error.code !== 'ABORTED') lane.breaker.failed(key, this.clock.now());
        return { kind: 'failed', code: error.code, doubt: error.landed === 'unknown' };
      }
      if (Fault.is(error)) {
        return {
          kind: 'later',
          code: error.code,
          // Whole, since times are stored by it: spans of the monotonic clock are not.
          ms: Math.ceil(error.retryAfterMs ?? REFRESH_MS),
          operationRests: false,
        };
      }
      throw error;
    } finally {
      permit.end();
    }
  }

  private async judge<T>(
    lane: LaneContext,
    operation: string,
    key: string,
    outcome: Outcome<T>,
  ): Promise<Sent<T>> {
    switch (outcome.kind) {
      case 'throttled':
        // Normal flow, no failure: the whole operation rests, the items come again.
        return {
          kind: 'later',
          code: 'throttled',
          ms: Math.ceil(lane.budget.throttle(operation, outcome.retryAfterMs)),
          operationRests: true,
        };
      case 'unwell':
        lane.breaker.failed(key, this.clock.now());
        return { kind: 'failed', code: outcome.code, doubt: outcome.doubt };
      case 'forbidden':
        if (outcome.answer.status === 403) return this.restForbidden(lane, operation, outcome);
        // A token that was just renewed is refused: Klaviyo is unwell, since a removal shows at the refresh.
        lane.breaker.failed(key, this.clock.now());
        return { kind: 'failed', code: outcome.code, doubt: false };
      case 'retired':
        // Nothing of this revision is served any more, and nothing of it is the items' fault: the lane rests.
        lane.breaker.restForRevision(this.clock.now() + FORBIDDEN_MS);
        if (outcome.doubt) return { kind: 'failed', code: outcome.code, doubt: true };
        return { kind: 'later', code: outcome.code, ms: FORBIDDEN_MS, operationRests: true };
      default:
        lane.breaker.succeeded();
        await this.forbidden.settleWorking(lane, operation);
        return outcome;
    }
  }

  /** The operation rests and is tried again; no other one does, and nothing of it counts as failed. */
  private async restForbidden<T>(
    lane: LaneContext,
    operation: string,
    outcome: Extract<Outcome<unknown>, { kind: 'forbidden' }>,
  ): Promise<Sent<T>> {
    lane.budget.block(operation, FORBIDDEN_MS);
    const code = await this.forbidden.tell(lane, operation, outcome);
    return { kind: 'later', code, ms: FORBIDDEN_MS, operationRests: true };
  }
}

/** Only whom Klaviyo itself has let in tells of its limits. */
const isOfKlaviyo = ({ kind }: Outcome<unknown>): boolean =>
  kind === 'done' || kind === 'refused' || kind === 'missing';
