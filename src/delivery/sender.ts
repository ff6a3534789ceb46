import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import { type Clock, Fault, HOST, type Problems } from '../contract/index.js';
import { type KlaviyoAnswer, KlaviyoTransportError } from '../klaviyo/index.js';
import type { Outcome } from '../providers/index.js';
import { AttemptEntity } from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import { sleep } from './sleep.js';

/** A wait for the budget that is longer than this is not sat out: the work goes back to its row. */
const PATIENCE_MS = 5_000;

/** A missing permission is not mended within seconds: so long the whole operation rests. */
const FORBIDDEN_MS = 300_000;
/** After a token could not be had and nobody said how long. */
const REFRESH_MS = 1_000;

/** An outcome, or why there is none. */
export type Sent<T> =
  | Exclude<Outcome<T>, { kind: 'throttled' }>
  /** No answer; `doubt` when the write may still land. */
  | { readonly kind: 'silent'; readonly code: string; readonly doubt: boolean }
  /** Not sent, or throttled for long: nothing is wrong, it comes again then. */
  | { readonly kind: 'later'; readonly code: string; readonly ms: number };

/** Sends one request within the budget, sits out short throttling, and leaves a trace of each attempt. */
@injectable()
export class Sender {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.problems) private readonly problems: Problems,
  ) {}

  async send<T>(
    context: LaneContext,
    operation: string,
    request: () => Promise<Outcome<T>>,
  ): Promise<Sent<T>> {
    for (;;) {
      const wait = context.budget.take(operation);
      if (context.signal.aborted) return { kind: 'later', code: 'stopping', ms: 0 };
      if (wait > PATIENCE_MS) return { kind: 'later', code: 'rate_budget', ms: wait };
      if (wait > 0) {
        await sleep(this.clock, wait, context.signal);
        continue;
      }
      const sent = await this.once(context, operation, request);
      if (sent.kind === 'forbidden' && sent.answer.status === 403) return this.forbidden(context, operation);
      if (sent.kind !== 'throttled') return sent;
      // Normal flow, no failure: the whole operation rests, this item comes again.
      context.budget.block(operation, sent.retryAfterMs);
    }
  }

  private async once<T>(
    context: LaneContext,
    operation: string,
    request: () => Promise<Outcome<T>>,
  ): Promise<Outcome<T> | Extract<Sent<T>, { kind: 'silent' | 'later' }>> {
    try {
      const outcome = await request();
      context.budget.learn(operation, outcome.answer.windows);
      this.trace(context, operation, outcome.kind, outcome.answer);
      return outcome;
    } catch (error) {
      if (error instanceof KlaviyoTransportError) {
        this.trace(context, operation, error.code, null);
        return { kind: 'silent', code: error.code, doubt: error.landed === 'unknown' };
      }
      if (Fault.is(error)) return { kind: 'later', code: error.code, ms: error.retryAfterMs ?? REFRESH_MS };
      throw error;
    }
  }

  /** The capability pauses until its permission is given; nothing of it counts as failed. */
  private async forbidden(
    context: LaneContext,
    operation: string,
  ): Promise<Extract<Sent<never>, { kind: 'later' }>> {
    context.budget.block(operation, FORBIDDEN_MS);
    await this.problems.raise(context.tenant, context.connectionId, {
      key: `forbidden:${operation}`,
      code: 'permission_missing',
      severity: 'error',
      message: 'Klaviyo does not permit this any more. Connect Klaviyo again and allow what it asks for.',
      action: 'reconnect',
    });
    return { kind: 'later', code: 'permission_missing', ms: FORBIDDEN_MS };
  }

  private trace(context: LaneContext, operation: string, result: string, answer: KlaviyoAnswer | null): void {
    const attempt = {
      id: randomUUID(),
      connectionId: context.connectionId,
      at: this.clock.now(),
      operation,
      items: 1,
      result,
      status: answer?.status ?? null,
      requestId: answer?.requestId ?? null,
      ms: answer?.ms ?? 0,
    };
    // Rides along with the settlement that follows; a lost lane loses the trace, not the work.
    context.fence
      .settle(async (manager) => {
        await manager.getRepository(AttemptEntity).insert(attempt);
      })
      .catch(() => undefined);
  }
}
