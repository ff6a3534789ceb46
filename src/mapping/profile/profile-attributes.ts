import type { Json, JsonObject, Member } from '../../contract/index.js';
import { PROFILE_PROPERTY } from '../dictionary.js';
import type { Identifiers } from '../identifiers/identifiers-of.js';
import type { MappingOptions } from '../mapping-options.js';
import { propertyName } from '../property-name.js';
import { cleanText } from '../text/clean-text.js';
import { isoDay } from '../text/iso-day.js';
import { isoInstant } from '../text/iso-instant.js';
import { customAttributes } from './custom-attributes.js';
import { imageUrl } from './image-url.js';
import { localeTag } from './locale-tag.js';
import { profileLocation, type ProfileLocation } from './profile-location.js';

/** The `attributes` of a Klaviyo profile. A field that is not there leaves Klaviyo's unchanged. */
export interface ProfileAttributes {
  readonly email?: string;
  /** E.164. */
  readonly phone_number?: string;
  /** The member's id. */
  readonly external_id?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly image?: string;
  readonly locale?: string;
  readonly location?: ProfileLocation;
  readonly properties: JsonObject;
}

/** What is known of a member beside the member's own record. */
export interface ProfileContext {
  /** Names of the mapped audiences that the member is in; absent where that is not known. */
  readonly audiences?: readonly string[];
}

function enrolledAt(createdAt: string): string | undefined {
  const time = isoInstant(createdAt) ?? isoInstant(`${createdAt}T00:00:00Z`);
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** No member is older; 0001-01-01 and the like stand for "not known". */
const birthday = (text: string): string | undefined => {
  const day = isoDay(text);
  return day !== undefined && day > '1900-01-01' ? day : undefined;
};

const audienceNames = (names: readonly string[]): readonly string[] =>
  // Sorted, so that the order in which the platform lists them is no change of state.
  [...new Set(names.map(cleanText).filter((name) => name !== undefined))].sort();

/** The members of an object that have a value. */
const known = <T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/**
 * A member as a Klaviyo profile: Klaviyo's own fields, and under the prefix the dictionary's properties and the
 * attributes that the tenant chose. What is unknown or a placeholder is left out and so never overwrites what Klaviyo
 * knows. Points have a mapping of their own ({@link pointsProperties}).
 *
 * @param identifiers - those of {@link identifiersOf} that this member has claimed
 */
export function profileAttributes(
  member: Member,
  identifiers: Identifiers,
  options: MappingOptions,
  context: ProfileContext = {},
): ProfileAttributes {
  const profile = member.profile ?? {};
  const values: Readonly<Record<string, Json | undefined>> = {
    [PROFILE_PROPERTY.memberId]: member.id,
    [PROFILE_PROPERTY.accountNumber]: cleanText(member.accountNumber),
    [PROFILE_PROPERTY.enrolledAt]: member.createdAt ? enrolledAt(member.createdAt) : undefined,
    [PROFILE_PROPERTY.birthday]: profile.birthdate ? birthday(profile.birthdate) : undefined,
    [PROFILE_PROPERTY.audiences]: context.audiences && audienceNames(context.audiences),
  };
  const properties: Record<string, Json> = { ...customAttributes(member, options) };
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) properties[propertyName(options.prefix, name)] = value;
  return {
    ...known<Omit<ProfileAttributes, 'properties'>>({
      email: identifiers.email,
      phone_number: identifiers.phone,
      external_id: member.id,
      first_name: cleanText(profile.givenName),
      last_name: cleanText(profile.familyName),
      image: imageUrl(profile.pictureUrl),
      locale: localeTag(profile.locale),
      location: profileLocation(profile),
    }),
    properties,
  };
}
