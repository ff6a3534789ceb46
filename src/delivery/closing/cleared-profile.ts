import { PROFILE_PROPERTY, propertyName } from '../../mapping/index.js';
import type { FoundProfile, ProfileToSend } from '../../providers/index.js';
import type { Settings } from '../../settings/index.js';

/** Klaviyo's own fields that are filled by us. `external_id` stays: Klaviyo keeps no profile without an identifier. */
const FIELDS = ['email', 'phone_number', 'first_name', 'last_name', 'image', 'locale'] as const;
const PLACES = ['address1', 'city', 'region', 'zip', 'country'] as const;

/**
 * A profile without what we have put there: name and contact data, and every property that is ours by its prefix or by
 * the settings. What others have put there stays.
 */
export function clearedProfile(
  { id, attributes }: FoundProfile,
  { prefix, attributes: mapped, fields }: Pick<Settings, 'prefix' | 'attributes' | 'fields'>,
): ProfileToSend {
  const chosen = [...(fields.addressLine2 ? ['address2'] : []), ...(fields.timeZone ? ['timezone'] : [])];
  const location = Object.fromEntries([...PLACES, ...chosen].map((name) => [name, null]));
  const cleared = Object.fromEntries(FIELDS.map((name) => [name, null]));
  const names = new Set(Object.values(PROFILE_PROPERTY).map((name) => propertyName(prefix, name)));
  const custom = mapped.map(({ to }) => propertyName(prefix, to));
  const isOurs = (name: string): boolean =>
    (prefix !== '' && name.startsWith(prefix)) ||
    names.has(name) ||
    // A flattened attribute has a property for each of its fields.
    custom.some((own) => name === own || name.startsWith(`${own} `));
  const unset = Object.keys(attributes['properties'] ?? {}).filter(isOurs);
  return { id, attributes: { ...cleared, location }, unset };
}
