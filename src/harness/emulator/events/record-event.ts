import type { JsonObject } from '../json.js';
import type { ApiCall } from '../operations/api-call.js';
import { ulid } from '../state/id-source.js';
import type { Profile } from '../state/profile.js';
import type { EventBody } from './event-body.js';
import { eventTime, eventUniqueId } from './event-time.js';

/** Records an event of a profile; a repetition is dropped without a word. */
export const recordEvent = (call: ApiCall, profile: Profile, event: EventBody, backfill: boolean): void => {
  const { events, profiles } = call.account;
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
  const latest = profiles.get(profile.id);
  if (added && latest !== undefined && time > (latest.lastEvent ?? 0)) {
    profiles.put({ ...latest, lastEvent: time });
  }
};

/** Klaviyo ignores an event's properties that are 0, null or empty. */
const meaningful = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== 0 && value !== null && value !== ''),
  );
