import { pointer } from '../json/pointer.js';
import { PROFILE_PROPERTY } from '../dictionary.js';
import { propertyName } from '../property-name.js';

const { pointsBalance, lifetimePoints, pointsExpiring, pointsExpiryDate } = PROFILE_PROPERTY;
const { tier, tierId, tierPriority, nextTier, pointsToNextTier } = PROFILE_PROPERTY;
const OF_POINTS = [
  ...[pointsBalance, lifetimePoints, pointsExpiring, pointsExpiryDate],
  ...[tier, tierId, tierPriority, nextTier, pointsToNextTier],
];
const OF_PROFILE = Object.values(PROFILE_PROPERTY).filter((name) => !(OF_POINTS as string[]).includes(name));

/** Groups of names that are sent together, in the order of their bits. */
const GROUPS: readonly (readonly string[])[] = [OF_PROFILE, OF_POINTS];

/** Klaviyo's own fields can be no longer wanted only where the settings choose them. */
const CHOSEN_FIELDS = ['location/address2', 'location/timezone'];

const keyOf = (prefix: string, name: string): string =>
  pointer(['properties', propertyName(prefix, name)]).slice(1);

/**
 * Keys that were sent, as they are stored with each member: `["Loyalty ",3,"properties/Shop"]`. Of the names that the
 * dictionary gives only the prefix and the groups stand there, 1 for the profile and 2 for the points: a million members
 * have one short text each. Klaviyo's own fields that can never be unwanted are not kept.
 */
export function packKeys(keys: Iterable<string>, prefix: string): string {
  const rest = new Set(
    [...keys].filter((key) => key.startsWith('properties/') || CHOSEN_FIELDS.includes(key)),
  );
  let groups = 0;
  for (const [bit, names] of GROUPS.entries()) {
    for (const name of names) if (rest.delete(keyOf(prefix, name))) groups |= 1 << bit;
  }
  return JSON.stringify([prefix, groups, ...[...rest].sort()]);
}

/** The keys of {@link packKeys}, of a group that was sent all of them; none of `null`. */
export function unpackKeys(packed: string | null): readonly string[] {
  if (packed === null) return [];
  const [prefix, groups, ...rest] = JSON.parse(packed) as [string, number, ...string[]];
  const standard = GROUPS.flatMap((names, bit) =>
    (groups & (1 << bit)) === 0 ? [] : names.map((name) => keyOf(prefix, name)),
  );
  return [...standard, ...rest];
}

/** The keys of both, packed by the prefix of the newer ones. */
export function joinKeys(before: string | null, now: string | null): string | null {
  if (now === null || before === null) return now ?? before;
  const [prefix] = JSON.parse(now) as [string];
  return packKeys([...unpackKeys(before), ...unpackKeys(now)], prefix);
}

/** Whether a property is one of the points', under the prefix that it was sent with. */
export const isPointsKey = (packed: string, key: string): boolean => {
  const [prefix] = JSON.parse(packed) as [string];
  return OF_POINTS.some((name) => keyOf(prefix, name) === key);
};
