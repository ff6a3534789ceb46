import {
  anyObject,
  arrayOf,
  date,
  eventType,
  flag,
  id,
  name,
  nullable,
  number,
  openObject,
  pointer,
  text,
} from './parts.js';
import type { Schema } from './schema.js';

const maybe = nullable(text);

/**
 * A member. Only the types are checked: a telephone number that no telephone has is data as it comes, and the
 * extension's to judge.
 */
export const member: Schema = openObject(
  { id },
  {
    accountNumber: maybe,
    authIdentifier: maybe,
    externalIdentifier: maybe,
    isRestricted: flag,
    flags: { type: 'object', additionalProperties: flag },
    createdAt: nullable(date),
    profile: openObject(
      {},
      {
        givenName: maybe,
        familyName: maybe,
        emailAddress: maybe,
        telephoneNumber: maybe,
        gender: maybe,
        birthdate: maybe,
        country: maybe,
        region: maybe,
        city: maybe,
        postcode: maybe,
        streetAddress: maybe,
        pictureUrl: maybe,
        locale: maybe,
        attributes: anyObject,
      },
    ),
  },
);

/** A member's balance. */
export const wallet: Schema = openObject(
  { memberId: id, points: number },
  {
    lifetimeEarn: number,
    tier: nullable(openObject({ id, name: text, priority: number })),
    nextTier: nullable(openObject({ name: text, pointsTo: number })),
    pointsDueToExpire: arrayOf(openObject({ points: number, on: date })),
  },
);

/** An audience, with or without its members. */
export const audience: Schema = openObject(
  { id, name },
  {
    description: maybe,
    isActive: { ...flag, default: true },
    triggerFrequency: text,
    members: arrayOf(id),
  },
);

/** Who joined and left, or the hint that the whole audience was computed anew: one of both. */
export const audienceChange: Schema = {
  ...openObject({ audienceId: id }, { joined: arrayOf(id), left: arrayOf(id), refreshed: flag }),
  oneOf: [
    { anyOf: [{ required: ['joined'] }, { required: ['left'] }] },
    { required: ['refreshed'], properties: { refreshed: { const: true } } },
  ],
  says: { code: 'invalid_change', message: 'Give joined and left, or refreshed: true.' },
};

/** What the platform knows of an event type. */
export const eventTypeOfPlatform: Schema = openObject(
  { type: eventType },
  { name, metaTypeMappings: openObject({}, { value: pointer, currency: pointer, transactionId: pointer }) },
);

/** An event of the past. What is handed over live is the extension's to judge. */
export const pastEvent: Schema = openObject(
  { id, type: eventType },
  {
    subject: maybe,
    executor: maybe,
    payload: nullable(anyObject),
    occurredAt: nullable(date),
    reportedAt: nullable(date),
  },
);
