import type { LoyaltyEvent } from '../../contract/index.js';

/** The reference to the member whom an event is about; `undefined` for a sale to a non-member. */
export function subjectOf(event: Pick<LoyaltyEvent, 'subject'>): string | undefined {
  const subject = event.subject?.trim();
  return subject === '' ? undefined : subject;
}
