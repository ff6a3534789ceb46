import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Member } from '../contract/index.js';
import { isSendable } from '../mapping/index.js';
import { StateMarkEntity } from '../store/index.js';
import { EventDelivery } from './event-delivery.js';
import type { LaneContext } from './lane-context.js';
import { ListDelivery } from './list-delivery.js';
import type { MemberWork } from './member-work.js';
import { keyOf } from './settle-marks.js';
import { recordReason, SKIPPED } from './skips.js';
import { StateDelivery } from './state-delivery.js';

/** An event may come before its member does: so long it is tried again. */
const UNKNOWN_MS = 15 * 60_000;
const UNKNOWN_RETRY_MS = 5_000;
/** A stuck state holds its member's events back by no more than this. */
const STUCK_MS = 5_000;
const STUCK_RETRY_MS = 1_000;

/** Delivers all that is due for one member: state before fact, events in their order. */
@injectable()
export class MemberDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(StateDelivery) private readonly states: StateDelivery,
    @inject(ListDelivery) private readonly lists: ListDelivery,
    @inject(EventDelivery) private readonly events: EventDelivery,
  ) {}

  async deliver(context: LaneContext, work: MemberWork): Promise<void> {
    const { member } = work;
    if (!member) return this.unknown(context, work);
    const sendable = isSendable(member);
    if (!sendable.sendable) return this.skip(context, work, sendable.code);
    const known: MemberWork & { readonly member: Member } = { ...work, member };
    const listMarks = work.marks.filter((mark) => mark.facet === 'list');
    const state = await this.states.deliver(
      context,
      { ...known, marks: work.marks.filter((mark) => mark.facet !== 'list') },
      listMarks.length > 0,
    );
    if (!state.identity.email && !state.identity.phone && context.settings.withoutContact === 'skip') {
      return this.skip(context, work, 'without_contact');
    }
    await this.lists.deliver(context, work.key, listMarks, state.profileId);
    const first = work.events[0];
    if (!first) return;
    if (!context.settings.capabilities.events)
      return this.skip(context, { ...work, marks: [] }, 'events_off');
    const now = this.clock.now();
    if (state.status === 'stuck' && now - first.row.acceptedAt < STUCK_MS) {
      const lastCode = state.code ?? 'state_stuck';
      return this.events.putOff(context, first, { notBefore: now + STUCK_RETRY_MS, lastCode });
    }
    await this.events.deliver(context, known, state);
  }

  /** The platform does not know the member (yet). */
  private async unknown(context: LaneContext, work: MemberWork): Promise<void> {
    const now = this.clock.now();
    for (const item of work.events) {
      if (now - item.row.acceptedAt >= UNKNOWN_MS) {
        await this.events.bury(
          context,
          item,
          'member_unknown',
          'The platform knows no member with this subject. Create the member, then replay.',
        );
      } else {
        await this.events.putOff(context, item, {
          notBefore: now + UNKNOWN_RETRY_MS,
          lastCode: 'member_unknown',
        });
      }
    }
    if (work.marks.length === 0) return;
    await context.fence.settle(async (manager) => {
      const repository = manager.getRepository(StateMarkEntity);
      for (const mark of work.marks) {
        if (now - mark.markedAt < UNKNOWN_MS) {
          await repository.update(
            { ...keyOf(mark), version: mark.version },
            { notBefore: now + UNKNOWN_RETRY_MS },
          );
          continue;
        }
        // A state of nobody: there is nothing that could be replayed, so the reason is all that stays.
        await repository.delete({ ...keyOf(mark), version: mark.version });
        await recordReason(manager, context.connectionId, now, SKIPPED, 'member_unknown');
      }
    });
  }

  private async skip(context: LaneContext, work: MemberWork, code: string): Promise<void> {
    for (const item of work.events) await this.events.skip(context, item, code);
    if (work.marks.length === 0) return;
    await context.fence.settle(async (manager) => {
      for (const mark of work.marks) {
        await manager.getRepository(StateMarkEntity).delete({ ...keyOf(mark), version: mark.version });
      }
      await recordReason(manager, context.connectionId, this.clock.now(), SKIPPED, code);
    });
  }
}
