import type { JsonObject } from '../json.js';
import type { ApiCall } from '../operations/api-call.js';
import { ulid } from '../state/id-source.js';
import type { Profile } from '../state/profile.js';
import type { EventBody } from './event-body.js';
import { eventTime, eventUniqueId } from './event-time.js';

/** An event to record, and whether it starts no flows. */
export interface ToRecord {
  readonly event: EventBody;
  readonly backfill: boolean;
}

/** Records events of one profile; a repetition is dropped without a word. */
export const recordEvents = (call: ApiCall, profile: Profile, given: readonly ToRecord[]): void => {
  const { profiles } = call.account;
  let latest = profile.lastEvent ?? -Infinity;
  for (const one of given) latest = Math.max(latest, record(call, profile, one) ?? -Infinity);
  const current = profiles.get(profile.id);
  if (current !== undefined && latest > (current.lastEvent ?? -Infinity)) {
    profiles.put({ ...current, lastEvent: latest });
  }
};

/** @returns the event's time where it was new */
const record = (call: ApiCall, profile: Profile, { event, backfill }: ToRecord): number | undefined => {
  const { events } = call.account;
  const time = eventTime(event, call.now);
  const currency = typeof event.value_currency === 'string' ? event.value_currency : null;
  const metric = events.ensureMetric(event.metric.data.attributes.name, currency, call.now);
  const added = events.add({
    id: ulid(call.now),
    profileId: profile.id,
    metricId: metric.id,
    uniqueId: eventUniqueId(event, time),
    time,
    at: call.now,
    backfill,
    properties: meaningful(event.properties),
    value: event.value ?? null,
    currency: metric.currency,
  });
  return added ? time : undefined;
};

/** Klaviyo ignores an event's properties that are 0, null or empty. */
const meaningful = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== 0 && value !== null && value !== ''),
  );
