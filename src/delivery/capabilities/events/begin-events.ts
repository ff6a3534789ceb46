import type { Warning } from '../../../mapping/index.js';
import type { FrozenTarget, Tally } from '../../../store/index.js';
import type { OutboxEvent } from '../../member/member-work.js';
import type { RowChanges } from '../../verdict/verdict.js';

/** An event that is about to be sent, and what was left out of it. */
export interface BeginningEvent {
  readonly event: Pick<OutboxEvent, 'eventId' | 'frozen'>;
  readonly target: FrozenTarget;
  readonly warnings: readonly Pick<Warning, 'code'>[];
}

/**
 * What the first attempt of events freezes, since a resend must not change it, and what was left out of them; null where
 * all were tried before.
 */
export function beginEvents(events: readonly BeginningEvent[]): RowChanges | null {
  const fresh = events.filter(({ event }) => event.frozen === null);
  if (fresh.length === 0) return null;
  return {
    targets: fresh.map(({ event, target }) => ({ eventId: event.eventId, target })),
    tallies: fresh.flatMap(({ warnings }) =>
      [...new Set(warnings.map(({ code }) => code))].map((code): Tally => ({
        kind: 'warned',
        code,
        count: 1,
      })),
    ),
  };
}
