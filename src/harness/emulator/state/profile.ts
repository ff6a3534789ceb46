import type { JsonObject, JsonValue } from '../json.js';

/** A profile as the emulator keeps it. Times in epoch milliseconds. */
export interface Profile {
  readonly id: string;
  /** Place in the account's order of creation; what a cursor points at. */
  readonly seq: number;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly external_id: string | null;
  /** first_name, last_name, organization, locale, title, image: only those that were set. */
  readonly names: JsonObject;
  readonly location: JsonObject | null;
  readonly properties: JsonObject;
  /** Channel → consent, as subscription jobs left it. */
  readonly consent: Readonly<Record<string, string>>;
  readonly created: number;
  readonly updated: number;
  readonly lastEvent: number | null;
}

/** What a call says of a profile: attributes as sent, the id where one was given, and changes to its properties. */
export interface ProfileInput {
  readonly id?: string | null | undefined;
  readonly attributes: JsonObject;
  readonly patch?: PatchProperties | null | undefined;
}

/** `meta.patch_properties`. */
export interface PatchProperties {
  readonly append?: JsonObject | null;
  readonly unappend?: JsonObject | null;
  readonly unset?: string | readonly string[] | null;
}

/** The plain attributes of a profile, beside its identifiers. */
export const NAME_ATTRIBUTES = [
  'first_name',
  'last_name',
  'organization',
  'locale',
  'title',
  'image',
] as const;

/** The parts of a location. */
export const LOCATION_PARTS = [
  'address1',
  'address2',
  'city',
  'country',
  'latitude',
  'longitude',
  'region',
  'zip',
  'timezone',
  'ip',
] as const;

/** A text attribute as given, or null. */
export const textOrNull = (value: JsonValue | undefined): string | null =>
  typeof value === 'string' ? value : null;
