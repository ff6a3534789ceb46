import type { ApiProblem } from '../http/api-error.js';
import { isEmail, isPhoneNumber } from '../identifiers.js';
import { isJsonObject } from '../json.js';
import { excess, LARGEST_PROFILE } from '../limits/payload-limits.js';
import type { ProfileInput } from '../state/profile.js';

const LONGEST_EXTERNAL_ID = 255;

/**
 * What is wrong with what a call says of a profile, apart from its shape; undefined where it is good. `at` points at
 * the profile within the body.
 */
export const profileProblem = (input: ProfileInput, at: string): ApiProblem | undefined => {
  const { email, phone_number: phone, external_id: externalId, properties } = input.attributes;
  const wrong = (attribute: string, detail: string): ApiProblem => ({
    code: 'invalid',
    title: 'Invalid input.',
    detail,
    pointer: `${at}/attributes/${attribute}`,
  });
  if (typeof email === 'string' && !isEmail(email)) return wrong('email', 'Invalid email address');
  if (typeof phone === 'string' && !isPhoneNumber(phone)) {
    return wrong('phone_number', 'Invalid phone number format (Example of a valid format: +12345678901)');
  }
  if (typeof externalId === 'string' && externalId.length > LONGEST_EXTERNAL_ID) {
    return wrong('external_id', `external_id is longer than ${LONGEST_EXTERNAL_ID} characters.`);
  }
  const tooMuch = isJsonObject(properties) ? excess(properties) : undefined;
  if (tooMuch !== undefined) return wrong('properties', tooMuch);
  if (isLarge(input)) {
    return {
      code: 'invalid',
      title: 'Invalid input.',
      detail: `A profile is at most ${LARGEST_PROFILE} bytes.`,
      pointer: at,
    };
  }
  return undefined;
};

const isLarge = (input: ProfileInput): boolean =>
  Buffer.byteLength(JSON.stringify(input.attributes)) > LARGEST_PROFILE;
