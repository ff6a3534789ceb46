/**
 * What Klaviyo takes in one event. Where its pages leave room for two readings (is the outer object a level, is a KB
 * 1000 or 1024 bytes, do nested objects count on their own) the one that fits both is taken.
 */
export const LIMITS = {
  /** Properties of an object. */
  properties: 400,
  /** Objects and arrays within each other, the outermost included. */
  nesting: 10,
  /** Elements of an array. */
  elements: 4000,
  /** UTF-8 bytes of a string. */
  stringBytes: 100_000,
} as const;
