import type { EventType, Json, JsonObject, LoyaltyEvent, Wallet } from '../../contract/index.js';
import { EVENT_PROPERTY, ZERO_TEXT_SUFFIX } from '../dictionary.js';
import { LIMITS } from '../json/limits.js';
import { shapeObject } from '../json/shape-json.js';
import { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { metricName } from '../metric-name.js';
import { cleanText } from '../text/clean-text.js';
import type { Warning } from '../warning.js';
import { eventTime } from './event-time.js';
import { eventValue, type EventValue } from './event-value.js';

/** What is known around an event when it is sent. */
export interface EventContext {
  readonly eventType?: EventType;
  /** The member's wallet as read now. */
  readonly wallet?: Wallet;
  /** Whether it just happened; only then balance and tier belong to it. */
  readonly live: boolean;
  /** Whether it is recorded without starting flows. */
  readonly backfill: boolean;
  /** Epoch milliseconds when the event was accepted: its time where it names none that Klaviyo takes. */
  readonly acceptedAt: number;
}

/** An event as Klaviyo's event calls want it, apart from the profile. */
export interface MetricEvent extends EventValue {
  readonly metric: string;
  readonly properties: JsonObject;
  /** ISO-8601, UTC. */
  readonly time: string;
  /** The event's own id. */
  readonly uniqueId: string;
  readonly backfill: boolean;
  readonly warnings: readonly Warning[];
}

function ownProperties(event: LoyaltyEvent, { live, wallet }: EventContext): ReadonlyMap<string, Json> {
  const own = new Map<string, Json>([[EVENT_PROPERTY.eventType, event.type]]);
  if (!live || !wallet) return own;
  if (Number.isFinite(wallet.points)) {
    own.set(EVENT_PROPERTY.pointsBalance, wallet.points);
    if (wallet.points === 0) own.set(EVENT_PROPERTY.pointsBalance + ZERO_TEXT_SUFFIX, '0');
  }
  const tier = cleanText(wallet.tier?.name);
  if (tier !== undefined) own.set(EVENT_PROPERTY.tier, tier);
  return own;
}

/**
 * A loyalty event as a Klaviyo event. The properties are the payload's fields as they are (secrets removed, within
 * Klaviyo's limits), `Event Type`, and for a live event `Points Balance` and `Tier`, all without prefix; a numeric 0
 * also stands as text under `<name> Text`, in nested objects too. Pure: the same arguments give the same event, so a
 * resend is equal to what it repeats, balance and tier apart.
 *
 * @example
 * eventToMetric({ id: '42', type: 'VISITED_VENUE', subject: 'm', payload: { stamps: 0 } }, options,
 *   { live: false, backfill: true, acceptedAt });
 * // { metric: 'Visited Venue', properties: { 'Event Type': 'VISITED_VENUE', stamps: 0, 'stamps Text': '0' }, … }
 */
export function eventToMetric(
  event: LoyaltyEvent,
  options: MappingOptions,
  context: EventContext,
): MetricEvent {
  const warnings = new Warnings();
  const payload = event.payload ?? {};
  const own = ownProperties(event, context);
  const fields = shapeObject(payload, {
    warnings,
    keys: ['payload'],
    level: 1,
    holder: event.type,
    zeroText: true,
    taken: new Set(own.keys()),
    room: LIMITS.properties - own.size,
  });
  return {
    metric: metricName(event.type, options.names),
    properties: { ...Object.fromEntries(own), ...fields },
    time: eventTime(event, context.acceptedAt, warnings),
    uniqueId: event.id,
    ...eventValue(payload, context.eventType, warnings),
    backfill: context.backfill,
    warnings: warnings.list,
  };
}
