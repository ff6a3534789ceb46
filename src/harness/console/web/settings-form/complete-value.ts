import type { Json, JsonObject } from '../../../../contract/index.js';
import { isJsonObject } from './is-json-object.js';

/** A value with the defaults of its schema where it says nothing, its keys in one order: two that mean the same are alike. */
export function completeValue(schema: JsonObject, value: Json | undefined): Json | undefined {
  const properties = schema['properties'];
  if (isJsonObject(properties)) {
    const given = isJsonObject(value) ? value : {};
    return Object.fromEntries(
      Object.keys({ ...properties, ...given })
        .toSorted()
        .flatMap((key) => {
          const property = properties[key];
          const whole = completeValue(isJsonObject(property) ? property : {}, given[key]);
          return whole === undefined ? [] : [[key, whole]];
        }),
    );
  }
  if (value === undefined) return schema['default'];
  const items = isJsonObject(schema['items']) ? schema['items'] : {};
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => completeValue(items, item) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
