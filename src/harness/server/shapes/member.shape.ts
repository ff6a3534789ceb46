import { isObject } from './is-object.js';
import { nullable } from './nullable.js';
import { objectOf } from './object-of.js';
import { recordOf } from './record-of.js';
import { scalars } from './scalars.js';
import type { Shape } from './shape.js';

const text = nullable(scalars.text);

const anyObject: Shape = (value, path) =>
  isObject(value) ? [] : [{ path, code: 'not_an_object', message: 'This is an object.' }];

/**
 * A member. Only the types are checked: a telephone number that no telephone has is data as it comes, and the
 * extension's to judge.
 */
export const memberShape: Shape = objectOf(
  { id: scalars.id },
  {
    accountNumber: text,
    authIdentifier: text,
    externalIdentifier: text,
    isRestricted: scalars.flag,
    flags: recordOf(scalars.flag),
    createdAt: nullable(scalars.date),
    profile: objectOf(
      {},
      {
        givenName: text,
        familyName: text,
        emailAddress: text,
        telephoneNumber: text,
        gender: text,
        birthdate: text,
        country: text,
        region: text,
        city: text,
        postcode: text,
        streetAddress: text,
        pictureUrl: text,
        locale: text,
        attributes: anyObject,
      },
    ),
  },
);
