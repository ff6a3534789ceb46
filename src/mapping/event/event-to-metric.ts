import type { EventType, Json, JsonObject, LoyaltyEvent, Wallet } from '../../contract/index.js';
import { EVENT_PROPERTY, ZERO_TEXT_SUFFIX } from '../dictionary.js';
import { LIMITS } from '../json/limits.js';
import { shapeObject } from '../json/shape-json.js';
import { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { metricName } from '../metric-name.js';
import { readNumber } from '../number/read-number.js';
import { readText } from '../text/read-text.js';
import type { Warning } from '../warning.js';
import { choosePayload } from './choose-payload.js';
import { eventTime } from './event-time.js';
import { eventValue, type EventValue } from './event-value.js';
import { payloadMappingsOf, valueUnitOf } from './payload-mapping.js';

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

function ownProperties(
  event: LoyaltyEvent,
  { live, wallet }: EventContext,
  warnings: Warnings,
): ReadonlyMap<string, Json> {
  const own = new Map<string, Json>([[EVENT_PROPERTY.eventType, event.type]]);
  if (!live || !wallet) return own;
  const points = readNumber(wallet.points);
  if (points.kind === 'value') own.set(EVENT_PROPERTY.pointsBalance, points.value);
  if (points.kind === 'value' && points.value === 0)
    own.set(EVENT_PROPERTY.pointsBalance + ZERO_TEXT_SUFFIX, '0');
  const tier = readText(wallet.tier?.name);
  if (tier.kind === 'value') own.set(EVENT_PROPERTY.tier, tier.value);
  for (const [read, place] of [
    [points, ['wallet', 'points']],
    [tier, ['wallet', 'tier', 'name']],
  ] as const)
    if (read.kind === 'unreadable') warnings.add(read.reason.code, read.reason.message, place);
  return own;
}

/**
 * A loyalty event as a Klaviyo event. The properties are the payload's fields as they are (secrets removed, within
 * Klaviyo's limits, chosen and named as the settings want), `Event Type`, and for a live event `Points Balance` and
 * `Tier`, all without prefix; a numeric 0 also stands as text under `<name> Text` where there is room, in nested objects
 * too. The value is read from the payload as it came, whatever of it goes. Pure: the same arguments give the same event,
 * so a resend is equal to what it repeats, balance and tier apart.
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
  const own = ownProperties(event, context, warnings);
  const mappings = payloadMappingsOf(event.type, options.payloads);
  const fields = shapeObject(choosePayload(payload, mappings), {
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
    ...eventValue(payload, context.eventType, warnings, valueUnitOf(mappings)),
    backfill: context.backfill,
    warnings: warnings.list,
  };
}
