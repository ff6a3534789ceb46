import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import { type Clock, HOST } from '../../contract/index.js';
import { insertAttempt } from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { type About, contentOf, MOST_NOTED } from './content-of.js';
import { KeepRule } from './keep-rule.js';
import type { RecordingSession } from './recording-session.js';

/** A request that has ended. */
export interface Ended {
  readonly operation: string;
  readonly items: number;
  readonly result: string;
  readonly session: RecordingSession;
  readonly about: readonly About[];
}

/** Leaves a trace of each request: how it ended, whom it was about, and what it said. */
@injectable()
export class Tracer {
  private readonly rules = new Map<string, KeepRule>();

  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** Rides along with the settlement that follows; a lost lane loses the trace, not the work. */
  trace(lane: LaneContext, { operation, items, result, session, about }: Ended): void {
    const { connectionId } = lane;
    const at = this.clock.now();
    const id = randomUUID();
    const { answer } = session;
    const attempt = {
      id,
      connectionId,
      at,
      operation,
      items,
      result: result.slice(0, 64),
      status: answer?.status ?? null,
      requestId: answer?.requestId ?? null,
      ms: answer?.ms ?? 0,
    };
    const noted = about.slice(0, MOST_NOTED);
    const members = [...new Set(noted.map(({ memberId }) => memberId))];
    const content = this.rule(connectionId).allows(result, at) ? contentOf(session, noted) : null;
    lane.fence.settle((manager) => insertAttempt(manager, attempt, content, members)).catch(() => undefined);
  }

  private rule(connectionId: string): KeepRule {
    const rule = this.rules.get(connectionId) ?? new KeepRule();
    this.rules.set(connectionId, rule);
    return rule;
  }
}
