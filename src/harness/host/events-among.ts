import type { LoyaltyEvent } from '../../contract/index.js';
import { eventInstant } from './store/platform/event-instant.js';

/** What no id may hold, and a database would refuse or change. */
const UNFIT = /[\p{Cc}\p{Surrogate}]/u;
const LONGEST_ID = 255;
const TYPE = /^[A-Z]+(_[A-Z]+)*$/;

/**
 * The items that the platform keeps as history: events, in their form. What an extension refuses for its form is no
 * event of the past either.
 */
export function eventsAmong(items: readonly unknown[]): readonly LoyaltyEvent[] {
  return items.filter(isEvent);
}

function isEvent(item: unknown): item is LoyaltyEvent {
  if (typeof item !== 'object' || item === null || !('id' in item) || !('type' in item)) return false;
  const { id, type } = item;
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID || UNFIT.test(id)) return false;
  if (typeof type !== 'string' || !TYPE.test(type)) return false;
  const event = item as LoyaltyEvent;
  return (event.occurredAt ?? event.reportedAt ?? null) === null || eventInstant(event) !== null;
}
