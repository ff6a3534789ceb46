import type { Json, JsonObject } from '../../../../contract/index.js';
import { completeValue } from './complete-value.js';
import { isJsonObject } from './is-json-object.js';

/** What differs between two settings, by the titles of the fields. */
export function changedTitles(
  schema: JsonObject,
  before: Json | undefined,
  after: Json | undefined,
): readonly string[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : null;
  if (properties === null) {
    const title = schema['title'];
    return isAlike(completeValue(schema, before), completeValue(schema, after))
      ? []
      : [typeof title === 'string' ? title : 'A setting'];
  }
  return Object.entries(properties).flatMap(([key, property]) =>
    isJsonObject(property) ? changedTitles(property, at(before, key), at(after, key)) : [],
  );
}

const at = (value: Json | undefined, key: string): Json | undefined =>
  isJsonObject(value) ? value[key] : undefined;

const isAlike = (a: Json | undefined, b: Json | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
