import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { type EventGroup, EventsProvider, type EventToSend } from '../../../providers/index.js';
import {
  addTallies,
  freezeTargets,
  type FrozenTarget,
  type ReasonCode,
  type Tally,
} from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Prepared } from '../../member/prepared.js';
import type { OutboxEvent } from '../../member/member-work.js';
import { BULK_LIMITS, TRUE_BODY_BYTES } from '../../plan/limits.js';
import { afterRefusal } from '../../backlog/after-refusal.js';
import { regroup } from '../../backlog/regroup.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { MOST_NOTED } from '../../trace/content-of.js';
import { FailedEvents } from './failed-events.js';
import { mappedEvent } from './mapped-event.js';
import { settleDelivered } from './settle-events.js';
import { targetOf } from './target-of.js';

interface ReadyEvent {
  readonly prepared: Prepared;
  readonly event: OutboxEvent;
  readonly target: FrozenTarget;
  readonly toSend: EventToSend;
  readonly codes: readonly ReasonCode[];
}

/** Sends the events of many members in one request. */
@injectable()
export class EventBatchDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(EventsProvider) private readonly provider: EventsProvider,
    @inject(FailedEvents) private readonly failed: FailedEvents,
  ) {}

  /** Freezes what a resend must not change, then sends. @returns what ends with the request */
  async start(
    lane: LaneContext,
    members: readonly Prepared[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const { ready, groups, request } = this.fill(this.map(lane, members));
    if (ready.length === 0) return [];
    const permit = lane.budget.take(this.provider.bulkOperation, backfill);
    if (!permit) return [];
    const fresh = ready.filter(({ event }) => event.frozen === null);
    const warnings = fresh.flatMap(({ codes }) =>
      codes.map((code): Tally => ({ kind: 'warned', code, count: 1 })),
    );
    try {
      await this.sender.prepare(lane, { [this.provider.bulkOperation]: 1 }, async (manager) => {
        await freezeTargets(
          manager,
          lane.connectionId,
          fresh.map(({ event, target }) => ({ eventId: event.eventId, frozen: JSON.stringify(target) })),
        );
        await addTallies(manager, lane.connectionId, warnings, this.clock.now());
      });
    } catch (error) {
      permit.cancel();
      throw error;
    }
    const send = async (): Promise<void> => {
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
        },
        (session) => this.provider.sendMany(session, request),
      );
      await this.settle(lane, ready, groups, sent);
    };
    return [{ keys: [...byMember(ready).keys()], form: 'bulk', done: send() }];
  }

  private map(lane: LaneContext, members: readonly Prepared[]): ReadyEvent[] {
    const now = this.clock.now();
    return members.flatMap((prepared) => {
      const { work } = prepared;
      return work.events.map((event): ReadyEvent => {
        const target = targetOf(lane, event, prepared);
        const { toSend, warnings } = mappedEvent(lane, work, event, target, now);
        return { prepared, event, target, toSend, codes: [...new Set(warnings.map(({ code }) => code))] };
      });
    });
  }

  /** As many as fit by their true size; who does not fit goes with the next request. */
  private fill(mapped: readonly ReadyEvent[]) {
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

  private async settle(
    lane: LaneContext,
    ready: readonly ReadyEvent[],
    groups: readonly EventGroup[],
    sent: Sent<undefined>,
  ): Promise<void> {
    if (sent.kind === 'done') {
      await lane.fence.settle((manager) =>
        settleDelivered(
          manager,
          lane.connectionId,
          ready.map(({ prepared, event }) => ({ key: prepared.key, event, readAt: prepared.work.readAt })),
          lane.settings.capabilities.points,
          this.clock.now(),
        ),
      );
      for (const [key, events] of byMember(ready)) {
        lane.backlog.dropEvents(
          key,
          events.map(({ eventId }) => eventId),
        );
      }
      return;
    }
    if (sent.kind === 'failed' || sent.kind === 'later') {
      const members = [...byMember(ready)].map(([key, events]) => ({ key, events }));
      return this.failed.settle(lane, members, sent);
    }
    const owners = groups.map(({ owner }) => owner);
    const resent = new Set(
      ready.filter(({ event }) => event.frozen !== null).map(({ prepared }) => prepared.key),
    );
    const faults = sent.kind === 'refused' ? sent.faults : [];
    regroup(lane.backlog, owners, (refusals) =>
      afterRefusal({ owners, resent, refusals, faults, pattern: this.provider.groupPattern }),
    );
  }
}

/** One group for each run of events that go to the same profile, in order: order within a member holds. */
function groupsOf(ready: readonly ReadyEvent[]): EventGroup[] {
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

const byMember = (ready: readonly ReadyEvent[]): Map<string, OutboxEvent[]> => {
  const members = new Map<string, OutboxEvent[]>();
  for (const { prepared, event } of ready) {
    const events = members.get(prepared.key);
    if (events) events.push(event);
    else members.set(prepared.key, [event]);
  }
  return members;
};
