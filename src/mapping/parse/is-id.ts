/** Longest id that is taken; Klaviyo stores no longer `external_id`. */
const LONGEST = 255;

/**
 * Whether a value can be an id: a text of 1 to 255 characters without control characters and lone surrogates, which a
 * database would refuse or change, so that two ids became one.
 */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= LONGEST &&
  !/[\p{Cc}\p{Surrogate}]/u.test(value);
