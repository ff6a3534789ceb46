import type { Json, JsonObject } from '../../contract/index.js';
import {
  isPointsKey,
  type MappedPoints,
  type MappedProfile,
  noLongerWanted,
  packKeys,
  sentKeys,
  unpackKeys,
  withoutWallet,
} from '../../mapping/index.js';
import type { Settings } from '../../settings/index.js';

/** What a member's profile has to lose, and what is known of it once it has. */
export interface UnwantedKeys {
  /** Names of properties to take out. */
  readonly unset: readonly string[];
  /** Klaviyo's own fields of the address to clear. */
  readonly location: JsonObject;
  /** Keys that were sent before and stay. */
  readonly kept: readonly string[];
}

export const NOTHING_UNWANTED: UnwantedKeys = { unset: [], location: {}, kept: [] };

/**
 * What was sent of a member and is no longer wanted by the member as it is and the settings as they are. A capability that
 * is off takes nothing away: what it has sent stays until it is on again and knows what belongs there.
 *
 * @param packed the link's `sentKeys`
 * @param points as they are mapped now; null where they are off or were not read
 */
export function unwantedKeys(
  packed: string | null,
  settings: Settings,
  { attributes, left }: MappedProfile,
  points: MappedPoints | null,
): UnwantedKeys {
  if (packed === null) return NOTHING_UNWANTED;
  const before = unpackKeys(packed);
  const judged = points ? before : before.filter((key) => !isPointsKey(packed, key));
  const { unset, clear } = noLongerWanted(judged, settings, [
    { properties: attributes.properties, left },
    points ?? withoutWallet(settings),
  ]);
  const location = (clear['location'] as Readonly<Record<string, Json>> | undefined) ?? {};
  const gone = new Set([
    ...sentKeys({ properties: Object.fromEntries(unset.map((name) => [name, null])) }),
    ...sentKeys({ location }),
  ]);
  return { unset, location, kept: before.filter((key) => !gone.has(key)) };
}

/** The keys that are known of a member once a write is accepted. */
export const keysAfter = (kept: readonly string[], attributes: JsonObject, { prefix }: Settings): string =>
  packKeys([...kept, ...sentKeys(attributes)], prefix);
