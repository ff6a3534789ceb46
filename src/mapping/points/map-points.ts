import type { Json, JsonObject, Wallet } from '../../contract/index.js';
import { WALLET_FIELDS } from '../fields.js';
import { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { propertyName } from '../property-name.js';
import { applyRules } from '../read/apply-rules.js';
import type { Target } from '../read/field-rule.js';
import type { MappedProperties } from '../unset/left-properties.js';
import type { Warning } from '../warning.js';

/** A wallet as profile properties, and what was left out of them. */
export interface MappedPoints extends MappedProperties {
  readonly warnings: readonly Warning[];
}

type Prefix = Pick<MappingOptions, 'prefix'>;

/**
 * Maps a wallet to profile properties. 0 is a value. What the wallet does not tell is left out; what it tells to be
 * none (no tier, no next tier, nothing to expire) is `null`, which clears what stood there before: a member who has
 * lost a tier must leave that tier's segment. A tier, the next tier and what expires next go whole.
 *
 * @param now epoch milliseconds; with it, expiry dates that have passed are not the next one
 */
export function mapPoints(wallet: Wallet, { prefix }: Prefix, now?: number): MappedPoints {
  const warnings = new Warnings();
  const source = now === undefined ? { wallet } : { wallet, now };
  const { written, left } = applyRules(WALLET_FIELDS, source, warnings);
  const properties: Record<string, Json> = {};
  for (const { to, value } of written) properties[propertyName(prefix, to.name)] = value;
  return {
    properties,
    left: { names: left.map((to) => propertyName(prefix, to.name)), below: [] },
    warnings: warnings.list,
  };
}

/** What is known of the points where no wallet was read: all of them stay in Klaviyo as they are. */
export const withoutWallet = ({ prefix }: Prefix): MappedProperties => ({
  properties: {},
  left: {
    names: WALLET_FIELDS.map(({ to }: { readonly to: Target }) => propertyName(prefix, to.name)),
    below: [],
  },
});

/** The properties of {@link mapPoints} alone, where nobody asks what was left out. */
export const pointsProperties = (wallet: Wallet, options: Prefix, now?: number): JsonObject =>
  mapPoints(wallet, options, now).properties;
