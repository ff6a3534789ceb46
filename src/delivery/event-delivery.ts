import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Member } from '../contract/index.js';
import { eventToMetric, metricName, type MetricEvent } from '../mapping/index.js';
import { EventsProvider } from '../providers/index.js';
import {
  EventOutboxEntity,
  type FrozenTarget,
  raiseMarks,
  recordDelivered,
  putDeadLetters,
} from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import type { Identity } from './member-identity.js';
import type { MemberWork, OutboxEvent } from './member-work.js';
import { isHopeless, retryDelay } from './retry.js';
import { looksAfter } from './second-looks.js';
import { type Sent, Sender } from './sender.js';
import { recordReason, SKIPPED, WARNED } from './skips.js';

/** An event that waited longer is history: it is recorded without starting flows. */
const HISTORY_MS = 24 * 3_600_000;

/** Whose profile the events go to. */
export interface EventOwner {
  readonly identity: Identity;
  readonly profileId: string | null;
}

/** Sends a member's events, one after the other, so that their order holds. */
@injectable()
export class EventDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(EventsProvider) private readonly provider: EventsProvider,
  ) {}

  async deliver(
    context: LaneContext,
    work: MemberWork & { readonly member: Member },
    owner: EventOwner,
  ): Promise<void> {
    const frozen = await this.freeze(context, work, owner);
    for (const item of work.events) {
      const target = item.row.frozen ?? frozen.get(item.row.eventId);
      if (!target || context.signal.aborted) return;
      const sent = await this.send(context, work, item, target);
      const goOn = await this.settle(context, work, item, sent);
      if (!goOn) return;
    }
  }

  /**
   * Klaviyo knows an event by profile, metric and unique_id. Profile and metric are made durable before the first
   * attempt and used by every resend: a member who changes address in between does not make a second event.
   */
  private async freeze(
    context: LaneContext,
    work: MemberWork & { readonly member: Member },
    owner: EventOwner,
  ): Promise<Map<string, FrozenTarget>> {
    const profile = profileOf(work.member, owner);
    const fresh = work.events.filter(({ row }) => row.frozen === null);
    const targets = new Map(
      fresh.map(({ row, event }) => [
        row.eventId,
        { metric: metricName(event.type, context.settings.events.names), profile },
      ]),
    );
    if (targets.size === 0) return targets;
    await context.fence.settle(async (manager) => {
      const repository = manager.getRepository(EventOutboxEntity);
      for (const [eventId, frozen] of targets) {
        await repository.update({ connectionId: context.connectionId, eventId }, { frozen });
      }
    });
    return targets;
  }

  private send(
    context: LaneContext,
    work: MemberWork,
    { row, event }: OutboxEvent,
    target: FrozenTarget,
  ): Promise<Sent<undefined>> {
    const { warnings, ...mapped } = this.map(context, work, { row, event });
    if (row.attempts === 0) this.warn(context, warnings);
    return this.sender.send(context, this.provider.operation, () =>
      this.provider.send(context.session, { ...mapped, metric: target.metric, profile: target.profile }),
    );
  }

  private map(context: LaneContext, work: MemberWork, { row, event }: OutboxEvent): MetricEvent {
    const history = this.clock.now() - row.acceptedAt > HISTORY_MS;
    const eventType = context.eventTypes.get(event.type);
    return eventToMetric(event, context.settings, {
      ...(eventType ? { eventType } : {}),
      ...(work.wallet ? { wallet: work.wallet } : {}),
      live: !history,
      backfill: history,
      acceptedAt: row.acceptedAt,
    });
  }

  /** What was left out so that the rest could go is on record; it rides along with the next settlement. */
  private warn(context: LaneContext, warnings: MetricEvent['warnings']): void {
    const codes = new Set(warnings.map(({ code }) => code));
    if (codes.size === 0) return;
    context.fence
      .settle(async (manager) => {
        for (const code of codes) {
          await recordReason(manager, context.connectionId, this.clock.now(), WARNED, code);
        }
      })
      .catch(() => undefined);
  }

  /** @returns whether the member's next event may go */
  private async settle(
    context: LaneContext,
    work: MemberWork,
    item: OutboxEvent,
    sent: Sent<undefined>,
  ): Promise<boolean> {
    if (sent.kind === 'done') {
      await this.done(context, work, item);
      return true;
    }
    if (sent.kind === 'refused') {
      await this.bury(context, item, sent.code, sent.message);
      return true;
    }
    const failed = sent.kind !== 'later';
    const attempts = item.row.attempts + (failed ? 1 : 0);
    const now = this.clock.now();
    const code = 'code' in sent ? sent.code : sent.kind;
    if (failed && isHopeless(attempts, item.row.acceptedAt, now)) {
      await this.bury(
        context,
        item,
        code,
        'Klaviyo could not take this for a day. Replay it when it answers again.',
      );
      return true;
    }
    const wait = sent.kind === 'later' ? sent.ms : retryDelay(attempts, Math.random());
    await this.putOff(context, item, { attempts, notBefore: now + wait, lastCode: code });
    return false;
  }

  async putOff(
    context: LaneContext,
    { row }: OutboxEvent,
    change: { attempts?: number; notBefore: number; lastCode: string },
  ): Promise<void> {
    await context.fence.settle(async (manager) => {
      await manager
        .getRepository(EventOutboxEntity)
        .update({ connectionId: context.connectionId, eventId: row.eventId }, change);
    });
  }

  /** Takes an event out without sending it: it stays known as handled, and its reason is recorded. */
  async skip(context: LaneContext, { row }: OutboxEvent, code: string): Promise<void> {
    const now = this.clock.now();
    await context.fence.settle(async (manager) => {
      await manager
        .getRepository(EventOutboxEntity)
        .delete({ connectionId: context.connectionId, eventId: row.eventId });
      await recordDelivered(manager, context.connectionId, [row.eventId], now);
      await recordReason(manager, context.connectionId, now, SKIPPED, code);
    });
  }

  async bury(context: LaneContext, { row }: OutboxEvent, code: string, message: string): Promise<void> {
    await context.fence.settle(async (manager) => {
      await manager
        .getRepository(EventOutboxEntity)
        .delete({ connectionId: context.connectionId, eventId: row.eventId });
      await putDeadLetters(manager, [
        {
          connectionId: context.connectionId,
          kind: 'event',
          reference: row.eventId,
          code,
          message,
          body: row.body,
          at: this.clock.now(),
          attempts: row.attempts + 1,
        },
      ]);
    });
  }

  private async done(context: LaneContext, work: MemberWork, { row }: OutboxEvent): Promise<void> {
    const now = this.clock.now();
    await context.fence.settle(async (manager) => {
      await manager
        .getRepository(EventOutboxEntity)
        .delete({ connectionId: context.connectionId, eventId: row.eventId });
      await recordDelivered(manager, context.connectionId, [row.eventId], now);
      if (!context.settings.capabilities.points) return;
      // Reactors change the wallet after the event, without telling: look again.
      await raiseMarks(manager, [
        {
          connectionId: context.connectionId,
          facet: 'points',
          memberId: work.key,
          listId: '',
          markedAt: now,
          ...looksAfter(row.acceptedAt),
        },
      ]);
    });
  }
}

/**
 * Who the event is of: by e-mail, else by phone. Klaviyo does not find a profile by external_id alone for certain, so
 * a member with neither goes by the profile's own id as well, once it is known.
 */
function profileOf(member: Member, { identity, profileId }: EventOwner): FrozenTarget['profile'] {
  if (identity.email !== undefined) return { attributes: { email: identity.email } };
  if (identity.phone !== undefined) return { attributes: { phone_number: identity.phone } };
  return { ...(profileId === null ? {} : { id: profileId }), attributes: { external_id: member.id } };
}
