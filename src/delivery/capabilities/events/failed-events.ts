import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { OutboxEvent } from '../../member/member-work.js';
import { isHopeless, retryDelay } from '../../kit/retry.js';
import type { Sent } from '../../send/sender.js';
import { parkEvents } from './park-events.js';
import { settleBuried } from './settle-events.js';

/** A member whose events were sent without success. */
export interface FailedMember {
  readonly key: string;
  readonly events: readonly OutboxEvent[];
}

/** Settles events that could not be sent now, by nobody's fault or Klaviyo's. */
@injectable()
export class FailedEvents {
  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  async settle(
    lane: LaneContext,
    members: readonly FailedMember[],
    sent: Extract<Sent<unknown>, { kind: 'failed' | 'later' }>,
  ): Promise<void> {
    // They stay as they are: the budget, or the wait for a token, keeps them back.
    if (sent.kind === 'later') {
      if (sent.operationRests) return;
      for (const { key } of members) lane.backlog.hold(key, this.clock.now() + sent.ms);
      return;
    }
    const now = this.clock.now();
    const hopeless = members.flatMap(({ events }) =>
      events.filter(({ attempts, acceptedAt }) => isHopeless(attempts + 1, acceptedAt, now)),
    );
    if (hopeless.length > 0) {
      const reason = { code: sent.code, message: HOPELESS };
      await lane.fence.settle((manager) => settleBuried(manager, lane.connectionId, hopeless, reason, now));
      const ids = hopeless.map(({ eventId }) => eventId);
      for (const { key } of members) lane.backlog.dropEvents(key, ids);
    }
    const waiting = members.flatMap(({ key, events }) => {
      const failed = events.filter((event) => !hopeless.includes(event));
      if (failed.length === 0) return [];
      const attempts = Math.max(...failed.map((event) => event.attempts)) + 1;
      return [{ key, failed: failed.map(({ eventId }) => eventId), attempts }];
    });
    // Those that failed together wait together, so that they go together again.
    const waits = new Map<number, number>();
    for (const { attempts } of waiting) {
      if (!waits.has(attempts)) waits.set(attempts, now + retryDelay(attempts, Math.random()));
    }
    await parkEvents(
      lane,
      waiting.map((one) => ({ ...one, until: waits.get(one.attempts) ?? now })),
      sent.code,
    );
  }
}

const HOPELESS = 'Klaviyo could not take this for a day. Replay it when Klaviyo answers again.';
