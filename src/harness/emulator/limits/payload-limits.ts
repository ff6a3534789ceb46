import type { JsonObject, JsonValue } from '../json.js';

/** The largest body, in bytes. */
export const LARGEST_BODY = 5 * 1024 * 1024;
/** The largest profile, in bytes of JSON. */
export const LARGEST_PROFILE = 100 * 1024;
/** The largest profile part of an event, in bytes of JSON. */
export const LARGEST_EVENT_PROFILE = 95 * 1024;
/** The longest string, in bytes. */
const LONGEST_STRING = 100 * 1024;
const MOST_PROPERTIES = 400;
const DEEPEST_NESTING = 10;
const LONGEST_ARRAY = 4000;
/** Events in one bulk request, over all its profiles. */
export const MOST_EVENTS = 1000;
/** Profiles in one import job. */
export const MOST_IMPORTS = 10_000;
/** Profile ids in one list call. */
export const MOST_LIST_MEMBERS = 1000;

/** What makes a set of properties too large, in words; undefined where it fits. */
export const excess = (properties: JsonObject): string | undefined => {
  const keys = Object.keys(properties);
  if (keys.length > MOST_PROPERTIES) return `At most ${MOST_PROPERTIES} properties are allowed.`;
  for (const key of keys) {
    const found = excessOf(properties[key], 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

const excessOf = (value: JsonValue | undefined, depth: number): string | undefined => {
  if (typeof value === 'string') {
    // Only a long string is worth counting in bytes.
    return value.length * 3 > LONGEST_STRING && Buffer.byteLength(value) > LONGEST_STRING
      ? `A string is longer than ${LONGEST_STRING} bytes.`
      : undefined;
  }
  if (typeof value === 'number') return isBeyond64Bits(value) ? 'An integer has 64 bits.' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= DEEPEST_NESTING) return `Properties are nested deeper than ${DEEPEST_NESTING} levels.`;
  if (Array.isArray(value) && value.length > LONGEST_ARRAY) {
    return `An array is longer than ${LONGEST_ARRAY} items.`;
  }
  for (const part of Array.isArray(value) ? value : Object.values(value)) {
    const found = excessOf(part, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * JSON writes a number from 10^21 on with an exponent: it is no integer then, but a float. 2^63 itself is let through,
 * as the largest integer of 64 bits is read as it.
 */
const isBeyond64Bits = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) < 1e21 && (value > 2 ** 63 || value < -(2 ** 63));
