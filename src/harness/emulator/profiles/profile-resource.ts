import { isoTime } from '../iso-time.js';
import type { JsonObject, JsonValue } from '../json.js';
import { LOCATION_PARTS, NAME_ATTRIBUTES, type Profile } from '../state/profile.js';

/** A profile's attributes as Klaviyo shows them: everything is there, what is unknown is null. */
export const profileAttributes = (profile: Profile): JsonObject => {
  const attributes: JsonObject = {
    email: profile.email,
    phone_number: profile.phone_number,
    external_id: profile.external_id,
  };
  for (const name of NAME_ATTRIBUTES) attributes[name] = profile.names[name] ?? null;
  attributes['created'] = isoTime(profile.created);
  attributes['updated'] = isoTime(profile.updated);
  attributes['last_event_date'] = profile.lastEvent === null ? null : isoTime(profile.lastEvent);
  const location: JsonObject = {};
  for (const part of LOCATION_PARTS) location[part] = profile.location?.[part] ?? null;
  attributes['location'] = location;
  attributes['properties'] = profile.properties;
  return attributes;
};

/** A profile as a JSON:API resource. `extra` is laid over the attributes. */
export const profileResource = (profile: Profile, base: string, extra: JsonObject = {}): JsonObject => {
  const self = `${base}/api/profiles/${profile.id}`;
  const related = (name: string): JsonValue => ({
    links: { self: `${self}/relationships/${name}/`, related: `${self}/${name}/` },
  });
  return {
    type: 'profile',
    id: profile.id,
    attributes: { ...profileAttributes(profile), ...extra },
    relationships: { lists: related('lists'), segments: related('segments') },
    links: { self: `${self}/` },
  };
};

/** Consent as `additional-fields[profile]=subscriptions` shows it. */
export const subscriptionsOf = (profile: Profile): JsonObject => ({
  email: {
    marketing: {
      can_receive_email_marketing: profile.email !== null && profile.consent['email'] !== 'UNSUBSCRIBED',
      consent: profile.consent['email'] ?? 'NEVER_SUBSCRIBED',
    },
  },
  sms: {
    marketing: {
      can_receive_sms_marketing: profile.consent['sms'] === 'SUBSCRIBED',
      consent: profile.consent['sms'] ?? 'NEVER_SUBSCRIBED',
    },
  },
});
