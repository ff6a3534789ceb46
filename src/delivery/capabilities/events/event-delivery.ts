import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { EventsProvider, type EventToSend } from '../../../providers/index.js';
import type { FrozenTarget } from '../../../store/index.js';
import type { Permit } from '../../budget/rate-budget.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Sending } from '../../context/sending.js';
import type { OutboxEvent } from '../../member/member-work.js';
import type { Prepared } from '../../member/prepared.js';
import { Sender } from '../../send/sender.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { prepareSending } from '../../verdict/prepare-sending.js';
import { beginEvents } from './begin-events.js';
import { eventVerdict } from './event-verdict.js';
import { mappedEvent } from './mapped-event.js';
import { targetOf } from './target-of.js';
import { thawedTargets } from './thawed-targets.js';

/** A member with its next event, ready to go. */
export interface ReadyEvent {
  readonly prepared: Prepared;
  readonly event: OutboxEvent;
  readonly target: FrozenTarget;
}

/** Sends events by the single end point: one for each member, many members side by side. */
@injectable()
export class EventDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(EventsProvider) private readonly provider: EventsProvider,
  ) {}

  /** Makes durable what a crash must not change, then sends. @returns what ends with the requests */
  async sendEvents(lane: LaneContext, members: readonly Prepared[]): Promise<readonly Sending[]> {
    const now = this.clock.now();
    const ready = members.flatMap((prepared): ReadyEvent[] => {
      const [event] = prepared.work.events;
      return event ? [{ prepared, event, target: targetOf(lane, event, prepared) }] : [];
    });
    const going = ready.flatMap((one) => {
      const permit = lane.budget.take(this.provider.operation, one.event.backfill);
      if (!permit) return [];
      return [{ ...one, permit, ...mappedEvent(lane, one.prepared.work, one.event, one.target, now) }];
    });
    if (going.length === 0) return [];
    try {
      const operations = { [this.provider.operation]: going.length };
      await prepareSending(this.sender, lane, operations, beginEvents(going), now);
    } catch (error) {
      for (const { permit } of going) permit.cancel();
      throw error;
    }
    return going.map((one) => ({
      keys: [one.prepared.key],
      form: 'single',
      done: this.sendEvent(lane, one, one.permit, one.toSend),
    }));
  }

  private async sendEvent(
    lane: LaneContext,
    ready: ReadyEvent,
    permit: Permit,
    toSend: EventToSend,
  ): Promise<void> {
    const { key } = ready.prepared;
    const about = [{ memberId: key, event: ready.event.event }];
    const sent = await this.sender.send(lane, { permit, items: 1, key, about }, (session) =>
      this.provider.send(session, toSend),
    );
    const entry = lane.backlog.find(key);
    const now = this.clock.now();
    const verdict = eventVerdict(ready, sent, {
      connectionId: lane.connectionId,
      refusals: entry?.refusals ?? 0,
      looks: lane.settings.capabilities.points,
      now,
      random: Math.random(),
    });
    if (verdict !== 'profile gone') return applyVerdict(lane, verdict, now);
    const waiting = entry?.events.map(({ eventId }) => eventId) ?? [];
    await applyVerdict(lane, (manager) => thawedTargets(manager, lane, ready, waiting, now), now);
  }
}
