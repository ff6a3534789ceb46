import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import {
  type EventGroup,
  EventsProvider,
  type EventToSend,
  type WrittenRequest,
} from '../../../providers/index.js';
import type { Permit } from '../../budget/rate-budget.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Sending } from '../../context/sending.js';
import type { Prepared } from '../../member/prepared.js';
import { BULK_LIMITS, TRUE_BODY_BYTES } from '../../plan/limits.js';
import { Sender } from '../../send/sender.js';
import { MOST_NOTED } from '../../trace/content-of.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { prepareSending } from '../../verdict/prepare-sending.js';
import { beginEvents } from './begin-events.js';
import { type BatchEvent, eventBatchVerdict } from './event-batch-verdict.js';
import { mappedEvent } from './mapped-event.js';
import { targetOf } from './target-of.js';

/** A bulk request with what it carries. */
interface FilledBatch {
  readonly ready: readonly BatchEvent[];
  readonly groups: readonly EventGroup[];
  readonly request: WrittenRequest;
}

/** Sends the events of many members in one request. */
@injectable()
export class EventBatchDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(EventsProvider) private readonly provider: EventsProvider,
  ) {}

  /** Freezes what a resend must not change, then sends. @returns what ends with the request */
  async sendEvents(
    lane: LaneContext,
    members: readonly Prepared[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const filled = this.fill(this.map(lane, members));
    const { ready } = filled;
    if (ready.length === 0) return [];
    const permit = lane.budget.take(this.provider.bulkOperation, backfill);
    if (!permit) return [];
    try {
      const operations = { [this.provider.bulkOperation]: 1 };
      await prepareSending(this.sender, lane, operations, beginEvents(ready), this.clock.now());
    } catch (error) {
      permit.cancel();
      throw error;
    }
    const keys = [...new Set(ready.map(({ prepared }) => prepared.key))];
    return [{ keys, form: 'bulk', done: this.sendBatch(lane, permit, filled) }];
  }

  private async sendBatch(lane: LaneContext, permit: Permit, filled: FilledBatch): Promise<void> {
    const { ready, groups, request } = filled;
    const sent = await this.sender.send(
      lane,
      {
        permit,
        items: ready.length,
        key: `bulk ${ready[0]?.prepared.key ?? ''}`,
        about: ready.slice(0, MOST_NOTED).map(({ prepared, event }) => ({
          memberId: prepared.key,
          event: event.event,
        })),
        members: ready.map(({ prepared }) => prepared.key),
      },
      (session) => this.provider.sendMany(session, request),
    );
    const now = this.clock.now();
    const verdict = eventBatchVerdict(ready, groups, sent, {
      connectionId: lane.connectionId,
      backlog: lane.backlog,
      pattern: this.provider.groupPattern,
      looks: lane.settings.capabilities.points,
      now,
      random: Math.random(),
    });
    await applyVerdict(lane, verdict, now);
  }

  private map(lane: LaneContext, members: readonly Prepared[]): BatchEvent[] {
    const now = this.clock.now();
    return members.flatMap((prepared) => {
      const { work } = prepared;
      return work.events.map((event): BatchEvent => {
        const target = targetOf(lane, event, prepared);
        const { toSend, warnings } = mappedEvent(lane, work, event, target, now);
        return { prepared, event, target, toSend, warnings };
      });
    });
  }

  /** As many as fit by their true size; who does not fit goes with the next request. */
  private fill(mapped: readonly BatchEvent[]): FilledBatch {
    let ready = mapped.slice(0, BULK_LIMITS.event.items);
    for (;;) {
      const groups = groupsOf(ready);
      const request = this.provider.bulkRequest(groups);
      if (request.bytes <= TRUE_BODY_BYTES || ready.length <= 1) return { ready, groups, request };
      ready = ready.slice(
        0,
        Math.max(1, Math.floor((ready.length * TRUE_BODY_BYTES * 0.95) / request.bytes)),
      );
    }
  }
}

/** One group for each run of events that go to the same profile, in order: order within a member holds. */
function groupsOf(ready: readonly BatchEvent[]): EventGroup[] {
  const groups: { owner: string; profile: EventToSend['profile']; events: EventToSend[] }[] = [];
  for (const { prepared, toSend } of ready) {
    const last = groups.at(-1);
    if (last?.owner === prepared.key && isSame(last.profile, toSend.profile)) last.events.push(toSend);
    else groups.push({ owner: prepared.key, profile: toSend.profile, events: [toSend] });
  }
  return groups;
}

/** Frozen by different attempts, events of one member may go by different identifiers. */
const isSame = (a: EventToSend['profile'], b: EventToSend['profile']): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
