import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@.,]+(\.[^\s@.,]+)+$/;
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const STRICT_EMAIL = new RegExp(
  `^${ATOM}(?:\\.${ATOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}$`,
);
const LONGEST_LOCAL_PART = 64;
/** An event's profile must have a shorter address. */
export const SHORT_EMAIL = 100;
const E164 = /^\+[1-9]\d{6,14}$/;
const PROFILE_ID = /^(?:[A-Za-z0-9]{6}|[0-9A-HJKMNP-TV-Z]{26})$/;
const SHORT_ID = /^[A-Za-z0-9]{6}$/;
/** Domains kept for examples and tests: Klaviyo takes them and drops their events. */
const TEST_DOMAIN = /@(?:example\.(?:com|org|net)|test\.com)$/i;

/** Whether text looks like an e-mail address. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

/** As RFC 5321 has it without quotes, and shorter than a hundred characters. */
export const isStrictEmail = (text: string): boolean =>
  text.length < SHORT_EMAIL && text.indexOf('@') <= LONGEST_LOCAL_PART && STRICT_EMAIL.test(text);

/** Whether text is a telephone number in E.164 that its region really gives to somebody. */
export const isPhoneNumber = (text: string): boolean =>
  E164.test(text) && parsePhoneNumberFromString(text)?.isValid() === true;

/** Whether text has the form of a profile id: six characters (old) or a ULID. */
export const isProfileId = (text: string): boolean => PROFILE_ID.test(text);

/** Whether text has the form of a list's, a metric's or an account's id. */
export const isShortId = (text: string): boolean => SHORT_ID.test(text);

/** Whether an address stands at a domain whose events Klaviyo drops without a word. */
export const isTestAddress = (email: string): boolean => TEST_DOMAIN.test(email);
