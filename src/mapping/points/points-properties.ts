import type { Json, JsonObject, Wallet } from '../../contract/index.js';
import { PROFILE_PROPERTY } from '../dictionary.js';
import type { MappingOptions } from '../mapping-options.js';
import { propertyName } from '../property-name.js';
import { cleanText } from '../text/clean-text.js';
import { nextExpiry } from './next-expiry.js';

const number = (value: number | undefined): number | undefined =>
  Number.isFinite(value) ? value : undefined;

/**
 * A wallet as profile properties. 0 is a value. What the wallet does not tell is left out; what it tells to be none
 * (no tier, no next tier, nothing to expire) is `null`, which clears what stood there before: a member who has lost
 * a tier must leave that tier's segment.
 *
 * @param now - epoch milliseconds; with it, expiry dates that have passed are not the next one
 */
export function pointsProperties(
  wallet: Wallet,
  options: Pick<MappingOptions, 'prefix'>,
  now?: number,
): JsonObject {
  const { tier, nextTier, pointsDueToExpire } = wallet;
  const expiry = pointsDueToExpire === undefined ? undefined : nextExpiry(pointsDueToExpire, now);
  const values: Readonly<Record<string, Json | undefined>> = {
    [PROFILE_PROPERTY.pointsBalance]: number(wallet.points),
    [PROFILE_PROPERTY.lifetimePoints]: number(wallet.lifetimeEarn),
    [PROFILE_PROPERTY.pointsExpiring]: expiry && expiry.points,
    [PROFILE_PROPERTY.pointsExpiryDate]: expiry && expiry.on,
    [PROFILE_PROPERTY.tier]: tier && cleanText(tier.name),
    [PROFILE_PROPERTY.tierId]: tier && cleanText(tier.id),
    [PROFILE_PROPERTY.tierPriority]: tier && number(tier.priority),
    [PROFILE_PROPERTY.nextTier]: nextTier && cleanText(nextTier.name),
    [PROFILE_PROPERTY.pointsToNextTier]: nextTier && number(nextTier.pointsTo),
  };
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) properties[propertyName(options.prefix, name)] = value;
  return properties;
}
