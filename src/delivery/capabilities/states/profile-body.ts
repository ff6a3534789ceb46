import type { JsonObject } from '../../../contract/index.js';
import type { ProfileToSend } from '../../../providers/index.js';
import type { ReasonCode } from '../../../store/index.js';
import { withoutAttribute } from '../../member/without-attribute.js';

/** Klaviyo takes 100 KB for each profile. Source: OpenAPI, description of the bulk import. */
export const LARGEST_PROFILE = 100 * 1024;

/** A profile as it goes out, and what was left out of it. */
export interface ProfileBody {
  readonly profile: ProfileToSend;
  /** Its attributes as JSON, of which the size holds. */
  readonly json: string;
  readonly warnings: readonly ReasonCode[];
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
  const whole = JSON.stringify(body);
  const excess = Buffer.byteLength(whole) - LARGEST_PROFILE;
  const cut = excess > 0 ? withinSize(body, excess, kept) : body;
  return {
    profile: { ...(id === null ? {} : { id }), attributes: cut },
    json: cut === body ? whole : JSON.stringify(cut),
    warnings: cut === body ? [] : ['profile_too_large'],
  };
}

/** Without the largest of its properties, as many as it takes to be so many bytes smaller. */
function withinSize(attributes: JsonObject, excess: number, kept: ReadonlySet<string>): JsonObject {
  const properties = (attributes['properties'] as JsonObject | undefined) ?? {};
  const sizes = Object.entries(properties)
    .filter(([name]) => !kept.has(name))
    .map(([name, value]) => ({ name, bytes: Buffer.byteLength(JSON.stringify([name, value])) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  const gone = new Set<string>();
  let left = excess;
  for (const { name, bytes } of sizes) {
    if (left <= 0) break;
    gone.add(name);
    // Its brackets are not part of the profile.
    left -= bytes - 2;
  }
  return {
    ...attributes,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !gone.has(name))),
  };
}
