import type { Json, JsonObject } from '../../../src/contract/index.js';

const merged = (before: Json | undefined, now: Json | undefined): JsonObject => ({
  ...(before as JsonObject | undefined),
  ...(now as JsonObject | undefined),
});

/**
 * A profile as Klaviyo holds it after a write: omitted is unchanged, `null` clears, location and properties merge key by
 * key, and `unset` takes a property away.
 */
export function writeProfile(
  before: JsonObject,
  attributes: JsonObject,
  unset: readonly string[],
): JsonObject {
  const properties = merged(before['properties'], attributes['properties']);
  return {
    ...before,
    ...attributes,
    ...('location' in attributes || 'location' in before
      ? { location: merged(before['location'], attributes['location']) }
      : {}),
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !unset.includes(name))),
  };
}
