import type { Json, JsonObject } from '../../contract/index.js';
import type { ProfileToSend } from '../../providers/index.js';
import { withoutAttribute } from './without-attribute.js';

/** Klaviyo takes 100 KB for each profile. Source: OpenAPI, description of the bulk import. */
export const LARGEST_PROFILE = 100 * 1024;

/** A profile as it goes out, what was left out of it, and its size. */
export interface ProfileBody {
  readonly profile: ProfileToSend;
  readonly bytes: number;
  readonly warnings: readonly string[];
}

/**
 * A profile without what Klaviyo has refused before, cut to the size that Klaviyo takes: the largest properties go
 * first, those that this extension lives for never.
 *
 * @param refused places within the attributes
 * @param kept properties that are never cut
 */
export function profileBody(
  id: string | null,
  attributes: JsonObject,
  refused: readonly string[],
  kept: ReadonlySet<string>,
): ProfileBody {
  let body = attributes;
  for (const place of refused) body = withoutAttribute(body, place) ?? body;
  let bytes = sizeOf(body);
  const warnings: string[] = [];
  while (bytes > LARGEST_PROFILE) {
    const largest = largestProperty(body, kept);
    if (largest === null) break;
    body = withoutProperty(body, largest);
    bytes = sizeOf(body);
    if (warnings.length === 0) warnings.push('profile_too_large');
  }
  return { profile: { ...(id === null ? {} : { id }), attributes: body }, bytes, warnings };
}

const sizeOf = (value: unknown): number => {
  const json = JSON.stringify(value);
  // Only a long text needs its bytes counted.
  return json.length * 3 <= LARGEST_PROFILE ? json.length : Buffer.byteLength(json);
};

const propertiesOf = (attributes: JsonObject): JsonObject =>
  (attributes['properties'] as JsonObject | undefined) ?? {};

function largestProperty(attributes: JsonObject, kept: ReadonlySet<string>): string | null {
  let largest: string | null = null;
  let most = 0;
  for (const [name, value] of Object.entries(propertiesOf(attributes))) {
    const size = kept.has(name) ? 0 : JSON.stringify([name, value]).length;
    if (size > most) [largest, most] = [name, size];
  }
  return largest;
}

function withoutProperty(attributes: JsonObject, name: string): JsonObject {
  const left: Record<string, Json> = { ...propertiesOf(attributes) };
  Reflect.deleteProperty(left, name);
  return { ...attributes, properties: left };
}
