import type { ApiProblem } from '../http/api-error.js';
import { isEmail, isPhoneNumber, isStrictEmail, SHORT_EMAIL } from '../identifiers.js';
import { isJsonObject, type JsonObject } from '../json.js';
import { hasControlCharacter } from '../limits/control-characters.js';
import { excess, LARGEST_EVENT_PROFILE, LARGEST_PROFILE } from '../limits/payload-limits.js';
import type { ProfileInput } from '../state/profile.js';

const LONGEST_EXTERNAL_ID = 255;
/** ISO 639 and ISO 3166-1, as `en-GB`. */
const LOCALE = /^[a-z]{2,3}-[A-Z]{2}$/;

/** What is not confirmed about what a profile may say; see the switches of these names. */
export interface ProfileRules {
  readonly strictEmail: boolean;
  readonly strictLocale: boolean;
  readonly refuseControlCharacters: boolean;
}

/**
 * What is wrong with what a call says of a profile, apart from its shape; undefined where it is good. `at` points at
 * the profile within the body.
 */
export const profileProblem = (
  input: ProfileInput,
  at: string,
  rules: ProfileRules,
): ApiProblem | undefined => {
  const wrong = wrongAttribute(input.attributes, rules);
  if (wrong !== undefined) return invalid(`${at}/attributes/${wrong.attribute}`, wrong.detail);
  return tooLarge(input, at, LARGEST_PROFILE);
};

/** The same for the profile part of an event, which may say less. */
export const eventProfileProblem = (
  input: ProfileInput,
  at: string,
  rules: ProfileRules,
): ApiProblem | undefined => {
  const { email } = input.attributes;
  if (typeof email === 'string' && email.length >= SHORT_EMAIL) {
    return invalid(`${at}/attributes/email`, `An email has less than ${SHORT_EMAIL} characters.`);
  }
  return profileProblem(input, at, rules) ?? tooLarge(input, at, LARGEST_EVENT_PROFILE);
};

const wrongAttribute = (
  attributes: JsonObject,
  rules: ProfileRules,
): { readonly attribute: string; readonly detail: string } | undefined => {
  const { email, phone_number: phone, external_id: externalId, locale, properties } = attributes;
  if (typeof email === 'string' && !(rules.strictEmail ? isStrictEmail : isEmail)(email)) {
    return { attribute: 'email', detail: 'Invalid email address' };
  }
  if (typeof phone === 'string' && !isPhoneNumber(phone)) {
    const detail = 'Invalid phone number format (Example of a valid format: +12345678901)';
    return { attribute: 'phone_number', detail };
  }
  if (typeof externalId === 'string' && externalId.length > LONGEST_EXTERNAL_ID) {
    const detail = `external_id is longer than ${LONGEST_EXTERNAL_ID} characters.`;
    return { attribute: 'external_id', detail };
  }
  if (rules.strictLocale && typeof locale === 'string' && !LOCALE.test(locale)) {
    return { attribute: 'locale', detail: 'The locale is not a language and a country, as en-US.' };
  }
  if (rules.refuseControlCharacters) {
    const attribute = Object.keys(attributes).find((name) => hasControlCharacter(attributes[name]));
    if (attribute !== undefined) return { attribute, detail: 'Control characters are not allowed.' };
  }
  const detail = isJsonObject(properties) ? excess(properties) : undefined;
  return detail === undefined ? undefined : { attribute: 'properties', detail };
};

const tooLarge = (input: ProfileInput, at: string, most: number): ApiProblem | undefined =>
  Buffer.byteLength(JSON.stringify(input.attributes)) > most
    ? invalid(at, `A profile is at most ${most} bytes.`)
    : undefined;

const invalid = (pointer: string, detail: string): ApiProblem => ({
  code: 'invalid',
  title: 'Invalid input.',
  detail,
  pointer,
});
