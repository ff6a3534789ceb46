const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@.,]+(\.[^\s@.,]+)+$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const PROFILE_ID = /^(?:[A-Za-z0-9]{6}|[0-9A-HJKMNP-TV-Z]{26})$/;
const SHORT_ID = /^[A-Za-z0-9]{6}$/;
/** Domains kept for examples and tests: Klaviyo takes them and drops their events. */
const TEST_DOMAIN = /@(?:example\.(?:com|org|net)|test\.com)$/i;

/** Whether text looks like an e-mail address. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

/** Whether text is a telephone number in E.164. */
export const isPhoneNumber = (text: string): boolean => E164.test(text);

/** Whether text has the form of a profile id: six characters (old) or a ULID. */
export const isProfileId = (text: string): boolean => PROFILE_ID.test(text);

/** Whether text has the form of a list's, a metric's or an account's id. */
export const isShortId = (text: string): boolean => SHORT_ID.test(text);

/** Whether an address stands at a domain whose events Klaviyo drops without a word. */
export const isTestAddress = (email: string): boolean => TEST_DOMAIN.test(email);
