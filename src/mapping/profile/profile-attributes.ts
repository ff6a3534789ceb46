import type { JsonObject, Member } from '../../contract/index.js';
import type { Identifiers } from '../identifiers/identifiers-of.js';
import type { MappingOptions } from '../mapping-options.js';
import { mapProfile } from './map-profile.js';
import type { ProfileLocation } from './profile-location.js';

/** The `attributes` of a Klaviyo profile. A field that is not there leaves Klaviyo's unchanged, `null` clears it. */
export interface ProfileAttributes {
  readonly email?: string | null;
  /** E.164. */
  readonly phone_number?: string | null;
  /** The member's id. */
  readonly external_id?: string;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly image?: string | null;
  readonly locale?: string | null;
  readonly location?: ProfileLocation;
  readonly properties: JsonObject;
}

/** What is known of a member beside the member's own record. */
export interface ProfileContext {
  /** Names of the mapped audiences that the member is in; absent where that is not known. */
  readonly audiences?: readonly string[];
  /** Epoch milliseconds; with it, a birthday after today is out of range. */
  readonly now?: number;
}

/** The attributes of {@link mapProfile} alone, where nobody asks what was left out. */
export const profileAttributes = (
  member: Member,
  identifiers: Identifiers,
  options: MappingOptions,
  context: ProfileContext = {},
): ProfileAttributes => mapProfile(member, identifiers, options, context).attributes;
