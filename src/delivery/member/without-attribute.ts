import type { Json, JsonObject } from '../../contract/index.js';

const IDENTIFIERS = ['email', 'phone_number', 'external_id'];

const decode = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** What stands at a place within the attributes, as far down as a single property; undefined where nothing does. */
export function attributeAt(attributes: JsonObject, place: string): Json | undefined {
  const [first = '', second] = place.split('/').map(decode);
  const outer = Object.hasOwn(attributes, first) ? attributes[first] : undefined;
  if (second === undefined || !isObject(outer)) return outer;
  return Object.hasOwn(outer, second) ? outer[second] : undefined;
}

/**
 * A profile's attributes without the one at a place. Null where it cannot be left out: nothing stands there, it is all
 * properties at once, or nothing would be left by which Klaviyo finds the profile.
 */
export function withoutAttribute(attributes: JsonObject, place: string): JsonObject | null {
  const [first = '', second] = place.split('/').map(decode);
  if (attributeAt(attributes, place) === undefined) return null;
  if (second === undefined) {
    if (first === 'properties') return null;
    const left = without(attributes, first);
    return IDENTIFIERS.some((name) => name in left) ? left : null;
  }
  const outer = attributes[first];
  return isObject(outer) ? { ...attributes, [first]: without(outer, second) } : null;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const without = (object: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
