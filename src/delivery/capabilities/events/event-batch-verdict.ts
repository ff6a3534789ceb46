import type { Warning } from '../../../mapping/index.js';
import type { EventGroup, EventToSend } from '../../../providers/index.js';
import type { FrozenTarget } from '../../../store/index.js';
import { afterRefusal } from '../../backlog/after-refusal.js';
import type { Backlog } from '../../backlog/backlog.js';
import { regroup } from '../../backlog/regroup.js';
import { groupBy } from '../../kit/group-by.js';
import type { OutboxEvent } from '../../member/member-work.js';
import type { Prepared } from '../../member/prepared.js';
import { deliveredVerdict } from '../../outbox/outbox-verdicts.js';
import { unsentEvents, type UnsentScope } from '../../outbox/unsent-events.js';
import type { Sent } from '../../send/sender.js';
import type { Verdict } from '../../verdict/verdict.js';

/** An event of a bulk request. */
export interface BatchEvent {
  readonly prepared: Prepared;
  readonly event: OutboxEvent;
  readonly target: FrozenTarget;
  readonly toSend: EventToSend;
  readonly warnings: readonly Warning[];
}

/** When and with what an answer is judged. */
export interface BatchVerdictScope extends UnsentScope {
  readonly backlog: Pick<Backlog, 'find'>;
  /** How a pointer names a group: its index is the first capture. */
  readonly pattern: RegExp;
  /** Whether points are sent at all. */
  readonly looks: boolean;
}

/** What becomes of the events of a bulk request. A refusal condemns nobody: its members are planned anew. */
export function eventBatchVerdict(
  ready: readonly BatchEvent[],
  groups: readonly EventGroup[],
  sent: Sent<undefined>,
  scope: BatchVerdictScope,
): Verdict {
  if (sent.kind === 'done') {
    const delivered = ready.map(({ prepared, event }) => ({
      key: prepared.key,
      event,
      readAt: prepared.work.readAt,
    }));
    return deliveredVerdict(delivered, scope.looks, scope.now);
  }
  if (sent.kind === 'failed' || sent.kind === 'later') {
    const members = [...groupBy(ready, ({ prepared }) => prepared.key)].map(([key, some]) => ({
      key,
      events: some.map(({ event }) => event),
    }));
    return unsentEvents(members, sent, scope);
  }
  const owners = groups.map(({ owner }) => owner);
  const resent = new Set(
    ready.filter(({ event }) => event.frozen !== null).map(({ prepared }) => prepared.key),
  );
  const faults = sent.kind === 'refused' ? sent.faults : [];
  const members = regroup(scope.backlog, owners, (refusals) =>
    afterRefusal({ owners, resent, refusals, faults, pattern: scope.pattern }),
  );
  return { backlog: { members } };
}
