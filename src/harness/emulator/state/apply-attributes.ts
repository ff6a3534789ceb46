import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import {
  NAME_ATTRIBUTES,
  textOrNull,
  type PatchProperties,
  type Profile,
  type ProfileInput,
} from './profile.js';

/**
 * A profile after a write. Omitted is unchanged and null clears; properties and the location merge key by key. A
 * property sent as null stays as null (only `unset` removes the key), and `properties: null` changes nothing: what
 * Klaviyo does with the latter is written nowhere, and wiping a profile would be the worse guess.
 */
export const applyAttributes = (profile: Profile, input: ProfileInput, now: number): Profile => {
  const { attributes } = input;
  return {
    ...profile,
    email: identifier(attributes['email'], profile.email, (text) => text.toLowerCase()),
    phone_number: identifier(attributes['phone_number'], profile.phone_number),
    external_id: identifier(attributes['external_id'], profile.external_id),
    names: named(profile.names, attributes),
    location: located(profile.location, attributes['location']),
    properties: patched(merged(profile.properties, attributes['properties']), input.patch),
    updated: now,
  };
};

const identifier = (
  given: JsonValue | undefined,
  before: string | null,
  normalise: (text: string) => string = (text) => text,
): string | null => {
  if (given === undefined) return before;
  const text = textOrNull(given);
  return text === null ? null : normalise(text);
};

const named = (before: JsonObject, attributes: JsonObject): JsonObject => {
  const names = { ...before };
  for (const name of NAME_ATTRIBUTES) {
    const given = attributes[name];
    if (given !== undefined) names[name] = given;
  }
  return names;
};

const located = (before: JsonObject | null, given: JsonValue | undefined): JsonObject | null => {
  if (given === undefined) return before;
  return isJsonObject(given) ? { ...before, ...given } : null;
};

const merged = (before: JsonObject, given: JsonValue | undefined): JsonObject =>
  isJsonObject(given) ? { ...before, ...given } : before;

const patched = (before: JsonObject, patch: PatchProperties | null | undefined): JsonObject => {
  if (patch === null || patch === undefined) return before;
  const after = { ...before };
  for (const [key, value] of Object.entries(patch.append ?? {})) after[key] = appended(after[key], value);
  for (const [key, value] of Object.entries(patch.unappend ?? {})) {
    const kept = after[key];
    if (Array.isArray(kept)) after[key] = without(kept, value);
  }
  const gone = new Set(typeof patch.unset === 'string' ? [patch.unset] : patch.unset);
  return gone.size === 0
    ? after
    : Object.fromEntries(Object.entries(after).filter(([key]) => !gone.has(key)));
};

const several = (value: JsonValue | undefined): JsonValue[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};

const same = (left: JsonValue, right: JsonValue): boolean => JSON.stringify(left) === JSON.stringify(right);

/** An append is a set: what is there already is not added again. */
const appended = (before: JsonValue | undefined, value: JsonValue): JsonValue[] => {
  const kept = several(before);
  return [...kept, ...several(value).filter((item) => !kept.some((other) => same(other, item)))];
};

const without = (kept: JsonValue[], value: JsonValue): JsonValue[] =>
  kept.filter((item) => !several(value).some((other) => same(other, item)));
