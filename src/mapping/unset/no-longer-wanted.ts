import type { Json, JsonObject } from '../../contract/index.js';
import { isPlainObject } from '../json/is-plain-object.js';
import { pointer } from '../json/pointer.js';
import type { ChosenFields, MappingOptions } from '../mapping-options.js';
import type { ProfileAttributes } from '../profile/profile-attributes.js';
import type { LeftProperties, MappedProperties } from './left-properties.js';

/** Parts of a profile that are looked into; every other attribute is one key. */
const NESTED = ['location', 'properties'];

const key = (...names: readonly string[]): string => pointer(names).slice(1);

/**
 * The keys of a profile that was sent: `first_name`, `location/city`, `properties/Loyalty Tier`. They tell later what
 * this extension has put there. A key that was sent as `null` is one too: the property is there, empty.
 */
export function sentKeys(attributes: ProfileAttributes | JsonObject): readonly string[] {
  return Object.entries(attributes as JsonObject).flatMap(([name, value]) =>
    NESTED.includes(name) && isPlainObject(value)
      ? Object.keys(value).map((inner) => key(name, inner))
      : [key(name)],
  );
}

/** What is to be taken out of a profile. */
export interface NoLongerWanted {
  /** Names of properties, for `meta.patch_properties.unset`. */
  readonly unset: readonly string[];
  /** Klaviyo's own attributes with `null`, to be laid under what is sent. */
  readonly clear: JsonObject;
}

/** Of Klaviyo's own fields only those that the settings choose can be no longer wanted. */
const isUnchosen = (name: string, { addressLine2, timeZone }: ChosenFields): boolean =>
  (name === 'address2' && !addressLine2) || (name === 'timezone' && !timeZone);

const stays = (name: string, { names, below }: LeftProperties): boolean =>
  names.includes(name) || below.some((beginning) => name.startsWith(beginning));

const decoded = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * What was sent of a member before and is no longer wanted: an attribute that the member has lost, or that is mapped no
 * more, or under another name or prefix. What is only not known now stays.
 *
 * @param before keys as {@link sentKeys} gave them when they were accepted
 * @param options the settings as they are now
 * @param parts profile and points as they are mapped now; `withoutWallet` for points that were not read
 * @example
 * noLongerWanted(['properties/Loyalty Shop'], options, [{ properties: {}, left: { names: [], below: [] } }]);
 * // { unset: ['Loyalty Shop'], clear: {} }
 */
export function noLongerWanted(
  before: Iterable<string>,
  { fields = {} }: MappingOptions,
  parts: readonly MappedProperties[],
): NoLongerWanted {
  const unset = new Set<string>();
  const location: Record<string, Json> = {};
  for (const sent of before) {
    const [group = '', name] = sent.split('/').map(decoded);
    if (name === undefined) continue;
    if (group === 'location' && isUnchosen(name, fields)) location[name] = null;
    if (group !== 'properties') continue;
    const wanted = parts.some(({ properties, left }) => Object.hasOwn(properties, name) || stays(name, left));
    if (!wanted) unset.add(name);
  }
  return { unset: [...unset].sort(), clear: Object.keys(location).length === 0 ? {} : { location } };
}
