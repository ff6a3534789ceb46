import type { GivenUp } from '../../letters/dead-letter.js';
import { buriedVerdict, deliveredVerdict } from '../../outbox/outbox-verdicts.js';
import { unsentEvents, type UnsentScope } from '../../outbox/unsent-events.js';
import type { Sent } from '../../send/sender.js';
import type { Verdict } from '../../verdict/verdict.js';
import type { ReadyEvent } from './event-delivery.js';
import { lessOfEvent } from './less-of-event.js';

/** Refusals of one member's requests after which its next event is given up whatever could still be left out. */
const MOST_REFUSALS = 8;

/** When and with what an answer is judged. */
export interface EventVerdictScope extends UnsentScope {
  /** How often the member's requests were refused before. */
  readonly refusals: number;
  /** Whether points are sent at all. */
  readonly looks: boolean;
}

/**
 * What becomes of one event that was sent alone. `profile gone`: the profile's id that it is frozen to was merged or
 * deleted, and what that changes the store has to tell.
 */
export function eventVerdict(
  { prepared, event, target }: ReadyEvent,
  sent: Sent<undefined>,
  scope: EventVerdictScope,
): Verdict | 'profile gone' {
  const { key } = prepared;
  const { connectionId, refusals, looks, now } = scope;
  const bury = (reason: GivenUp): Verdict => buriedVerdict(connectionId, { key, event }, reason, now);
  switch (sent.kind) {
    case 'done':
      return deliveredVerdict([{ key, event, readAt: prepared.work.readAt }], looks, now);
    case 'missing':
      return target.profile.id === undefined ? bury(GONE) : 'profile gone';
    case 'refused': {
      if (refusals + 1 > MOST_REFUSALS) return bury(sent);
      if (target.profile.id !== undefined && sent.pointer === PROFILE_ID) return 'profile gone';
      const less = lessOfEvent(target, sent.pointer, prepared.member, prepared.identity);
      if (!less) return bury(sent);
      return {
        rows: {
          targets: [{ eventId: event.eventId, target: less.target }],
          tallies: [{ kind: 'warned', code: less.warning, count: 1 }],
        },
        backlog: { members: [{ key, refused: true }] },
      };
    }
    default:
      return unsentEvents([{ key, events: [event] }], sent, scope);
  }
}

/** Where an unknown profile is told. */
const PROFILE_ID = '/data/attributes/profile/data/id';

const GONE: GivenUp = {
  code: 'not_found',
  message: 'Klaviyo knows no such place. Look at the example, then replay or discard.',
};
