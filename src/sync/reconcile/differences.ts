import type { Json, JsonObject } from '../../contract/index.js';

/** Fields of Klaviyo's own that are compared; the others it writes in its own way. */
const OWN = ['external_id', 'email', 'phone_number', 'first_name', 'last_name'] as const;

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Names of the fields in which a profile differs from what it should be. What is not sent is not compared; `null` must
 * be absent.
 *
 * @param refused places as `phone_number` or `properties/Store` that Klaviyo would not take
 */
export function differences(
  wanted: JsonObject,
  found: Attributes,
  refused: readonly string[] = [],
): readonly string[] {
  const without = new Set(refused);
  const fields = OWN.filter((name) => {
    const value = wanted[name];
    return value !== undefined && !without.has(name) && !isSame(lower(name, value), lower(name, found[name]));
  });
  const properties = (wanted['properties'] as JsonObject | undefined) ?? {};
  const there = (found['properties'] as Attributes | undefined) ?? {};
  const different = Object.entries(properties)
    .filter(([name, value]) => !without.has(`properties/${name}`) && !isSame(value, there[name]))
    .map(([name]) => name);
  return [...fields, ...different];
}

/** Addresses are the same whatever their case. */
const lower = (name: string, value: unknown): unknown =>
  name === 'email' && typeof value === 'string' ? value.toLowerCase() : value;

function isSame(wanted: unknown, found: unknown): boolean {
  if (wanted === null || wanted === undefined) return found === null || found === undefined;
  if (typeof wanted !== 'object') return wanted === found;
  return stable(wanted as Json) === stable(found as Json);
}

const stable = (value: Json): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
