import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { EventsProvider, type EventToSend } from '../../../providers/index.js';
import {
  addTallies,
  freezeTargets,
  type FrozenTarget,
  putLinks,
  readEvents,
  type Tally,
} from '../../../store/index.js';
import type { Permit } from '../../budget/rate-budget.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Prepared } from '../../member/prepared.js';
import type { OutboxEvent } from '../../member/member-work.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { FailedEvents } from './failed-events.js';
import { lessOfEvent } from './less-of-event.js';
import { mappedEvent } from './mapped-event.js';
import { settleBuried, settleDelivered } from './settle-events.js';
import { targetOf } from './target-of.js';

/** A member with its next event, ready to go. */
interface Ready {
  readonly prepared: Prepared;
  readonly event: OutboxEvent;
  readonly target: FrozenTarget;
}

/** Refusals of one member's requests after which its next event is given up whatever could still be left out. */
const MOST_REFUSALS = 8;

/** Sends events by the single end point: one for each member, many members side by side. */
@injectable()
export class EventDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(EventsProvider) private readonly provider: EventsProvider,
    @inject(FailedEvents) private readonly failed: FailedEvents,
  ) {}

  /** Makes durable what a crash must not change, then sends. @returns what ends with the requests */
  async start(lane: LaneContext, members: readonly Prepared[]): Promise<readonly Sending[]> {
    const now = this.clock.now();
    const ready = members.flatMap((prepared): Ready[] => {
      const [event] = prepared.work.events;
      if (!event) return [];
      return [{ prepared, event, target: targetOf(lane, event, prepared) }];
    });
    const permits = ready.flatMap((one) => {
      const permit = lane.budget.take(this.provider.operation, one.event.backfill);
      return permit ? [{ ...one, permit }] : [];
    });
    if (permits.length === 0) return [];
    const fresh = permits.filter(({ event }) => event.frozen === null);
    const mapped = permits.map((one) => ({
      ...one,
      ...mappedEvent(lane, one.prepared.work, one.event, one.target, now),
    }));
    const warnings = mapped
      .filter(({ event }) => event.frozen === null)
      .flatMap((one) => one.warnings.map(({ code }): Tally => ({ kind: 'warned', code, count: 1 })));
    try {
      await this.sender.prepare(
        lane,
        { [this.provider.operation]: permits.length },
        fresh.length === 0
          ? undefined
          : async (manager) => {
              await freezeTargets(
                manager,
                lane.connectionId,
                fresh.map(({ event, target }) => ({
                  eventId: event.eventId,
                  frozen: JSON.stringify(target),
                })),
              );
              await addTallies(manager, lane.connectionId, warnings, now);
            },
      );
    } catch (error) {
      for (const { permit } of permits) permit.cancel();
      throw error;
    }
    return mapped.map((one) => ({
      keys: [one.prepared.key],
      form: 'single',
      done: this.send(lane, one, one.permit, one.toSend),
    }));
  }

  private async send(lane: LaneContext, ready: Ready, permit: Permit, toSend: EventToSend): Promise<void> {
    const { key } = ready.prepared;
    const about = [{ memberId: key, event: ready.event.event }];
    const sent = await this.sender.send(lane, { permit, items: 1, key, about }, (session) =>
      this.provider.send(session, toSend),
    );
    await this.settle(lane, ready, sent);
  }

  private async settle(lane: LaneContext, ready: Ready, sent: Sent<undefined>): Promise<void> {
    const { prepared, event } = ready;
    if (sent.kind === 'done') {
      await lane.fence.settle((manager) =>
        settleDelivered(
          manager,
          lane.connectionId,
          [{ key: prepared.key, event, readAt: prepared.work.readAt }],
          lane.settings.capabilities.points,
          this.clock.now(),
        ),
      );
      lane.backlog.dropEvents(prepared.key, [event.eventId]);
      return;
    }
    if (sent.kind === 'refused') return this.refused(lane, ready, sent);
    if (sent.kind === 'missing') {
      return ready.target.profile.id === undefined
        ? this.bury(lane, ready, GONE)
        : this.profileGone(lane, ready);
    }
    await this.failed.settle(lane, [{ key: prepared.key, events: [event] }], sent);
  }

  /**
   * The profile was merged or deleted. Nothing is frozen to it any more: the member's state is made anew, and its
   * events go to whoever that is.
   */
  private async profileGone(lane: LaneContext, { prepared, target }: Ready): Promise<void> {
    const { connectionId, backlog } = lane;
    const { key, link } = prepared;
    const { id } = target.profile;
    const waiting = backlog.find(key)?.events.map(({ eventId }) => eventId) ?? [];
    await lane.fence.settle(async (manager) => {
      const events = await readEvents(manager, connectionId, waiting);
      const frozen = events.filter((event) => event.frozen?.profile.id === id);
      await freezeTargets(
        manager,
        connectionId,
        frozen.map(({ eventId }) => ({ eventId, frozen: null })),
      );
      await addTallies(manager, connectionId, [PROFILE_GONE], this.clock.now());
      if (link.profileId === id) {
        const unknown = { profileId: null, acceptedProfile: null, acceptedPoints: null };
        await putLinks(manager, connectionId, [{ ...link, ...unknown }], this.clock.now());
      }
    });
    backlog.uncap(key);
  }

  /** The verdict on this one event: it goes with less, or it is given up. */
  private async refused(
    lane: LaneContext,
    ready: Ready,
    sent: Extract<Sent<undefined>, { kind: 'refused' }>,
  ): Promise<void> {
    const { prepared, event, target } = ready;
    const entry = lane.backlog.find(prepared.key);
    if (entry) entry.refusals += 1;
    if ((entry?.refusals ?? 0) > MOST_REFUSALS) return this.bury(lane, ready, sent);
    if (target.profile.id !== undefined && sent.pointer === PROFILE_ID) return this.profileGone(lane, ready);
    const less = lessOfEvent(target, sent.pointer, prepared.member, prepared.identity);
    if (!less) return this.bury(lane, ready, sent);
    await lane.fence.settle(async (manager) => {
      const frozen = JSON.stringify(less.target);
      await freezeTargets(manager, lane.connectionId, [{ eventId: event.eventId, frozen }]);
      const tally = { kind: 'warned', code: less.warning, count: 1 } as const;
      await addTallies(manager, lane.connectionId, [tally], this.clock.now());
    });
  }

  private async bury(
    lane: LaneContext,
    { prepared, event }: Ready,
    reason: { readonly code: string; readonly message: string; readonly pointer?: string | null },
  ): Promise<void> {
    await lane.fence.settle((manager) =>
      settleBuried(manager, lane.connectionId, [event], reason, this.clock.now()),
    );
    lane.backlog.dropEvents(prepared.key, [event.eventId]);
  }
}

/** Where an unknown profile is told. */
const PROFILE_ID = '/data/attributes/profile/data/id';

const PROFILE_GONE: Tally = { kind: 'warned', code: 'profile_gone', count: 1 };

const GONE = {
  code: 'not_found',
  message: 'Klaviyo knows no such place. Look at the example, then replay or discard.',
} as const;
