import { isJsonObject, type JsonObject } from '../json.js';

/** Keeps the attributes that `fields[<type>]` names; all where it is absent. `location.city` keeps a part. */
export const sparse = (resource: JsonObject, query: URLSearchParams): JsonObject => {
  const { type, attributes } = resource;
  const wanted = typeof type === 'string' ? query.get(`fields[${type}]`) : null;
  if (wanted === null || !isJsonObject(attributes)) return resource;
  const kept: JsonObject = {};
  for (const field of wanted.split(',')) {
    const [name = '', part] = field.split('.');
    const value = attributes[name];
    if (value === undefined) continue;
    if (part === undefined || !isJsonObject(value)) kept[name] = value;
    else {
      const before = kept[name];
      kept[name] = { ...(isJsonObject(before) ? before : {}), [part]: value[part] ?? null };
    }
  }
  return { ...resource, attributes: kept };
};
