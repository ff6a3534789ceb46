import type { Json, Member } from '../../contract/index.js';
import { PROFILE_PROPERTY } from '../dictionary.js';
import { MEMBER_FIELDS } from '../fields.js';
import type { Identifiers } from '../identifiers/identifiers-of.js';
import { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { propertyName } from '../property-name.js';
import { applyRules } from '../read/apply-rules.js';
import type { LeftProperties } from '../unset/left-properties.js';
import type { Warning } from '../warning.js';
import { customAttributes } from './custom-attributes.js';
import type { ProfileAttributes, ProfileContext } from './profile-attributes.js';

/** A member as a Klaviyo profile, and what was left out of it. */
export interface MappedProfile {
  readonly attributes: ProfileAttributes;
  /** Properties of the profile that stay as they are. */
  readonly left: LeftProperties;
  /** What was left out, cut or changed; that of the identifiers is told by `identifiersOf`. */
  readonly warnings: readonly Warning[];
}

/** Names of the dictionary, which no custom attribute may have. */
const reservedNames = (prefix: string): ReadonlySet<string> =>
  new Set(Object.values(PROFILE_PROPERTY).map((name) => propertyName(prefix, name)));

/**
 * Maps a member to a Klaviyo profile: Klaviyo's own fields, and under the prefix the dictionary's properties and the
 * attributes that the tenant chose. What is not told stays in Klaviyo, what is told to be none is `null`, which clears;
 * what cannot be read stays, with a warning. Points have a mapping of their own (`mapPoints`).
 *
 * @param identifiers those of `identifiersOf` that this member has claimed
 */
export function mapProfile(
  member: Member,
  identifiers: Identifiers,
  options: MappingOptions,
  context: ProfileContext = {},
): MappedProfile {
  const warnings = new Warnings();
  const { written, left } = applyRules(MEMBER_FIELDS, { member, identifiers, options, ...context }, warnings);
  const custom = customAttributes(member, options, reservedNames(options.prefix), warnings);
  const attributes: Record<string, Json> = {};
  const location: Record<string, Json> = {};
  const properties = new Map(custom.properties);
  for (const { to, value } of written) {
    if (to.kind === 'property') properties.set(propertyName(options.prefix, to.name), value);
    // A second line that nobody has chosen is nobody's to clear.
    else if (to.name === 'address2' && !options.fields?.addressLine2) continue;
    else if (to.kind === 'location') location[to.name] = value;
    else attributes[to.name] = value;
  }
  const leftNames = left.flatMap((to) =>
    to.kind === 'property' ? [propertyName(options.prefix, to.name)] : [],
  );
  return {
    attributes: {
      ...attributes,
      ...(Object.keys(location).length === 0 ? {} : { location }),
      // Not by assignment: a property named `__proto__` stays one.
      properties: Object.fromEntries(properties),
    },
    left: {
      names: [...leftNames, ...custom.left, propertyName(options.prefix, PROFILE_PROPERTY.updatedAt)],
      below: custom.leftBelow,
    },
    warnings: warnings.list,
  };
}
