import type { Member, Wallet } from '../contract/index.js';
import { readCountry } from './country/read-country.js';
import { PROFILE_PROPERTY } from './dictionary.js';
import type { Identifiers } from './identifiers/identifiers-of.js';
import type { MappingOptions } from './mapping-options.js';
import { readNumber } from './number/read-number.js';
import { readExpiry } from './points/read-expiry.js';
import { readAudiences } from './profile/read-audiences.js';
import { readBirthday, readMoment } from './profile/read-dates.js';
import { readLocale } from './profile/read-locale.js';
import { readPicture } from './profile/read-picture.js';
import { readTimeZone } from './profile/read-time-zone.js';
import { memberValue } from './profile/member-value.js';
import type { FieldRule, Target } from './read/field-rule.js';
import { ABSENT, NONE, type Read, valueOf } from './read/read.js';
import { readMember, readPart } from './read/read-part.js';
import { readText, readWords } from './text/read-text.js';

/** A member as it is mapped. */
export interface MemberSource {
  readonly member: Member;
  /** Those that this member may be sent with. */
  readonly identifiers: Identifiers;
  /** Names of its audiences; absent where that is not known. */
  readonly audiences?: readonly string[];
  readonly options: Pick<MappingOptions, 'fields'>;
  /** Epoch milliseconds. */
  readonly now?: number;
}

/** A wallet as it is mapped. */
export interface WalletSource {
  readonly wallet: Wallet;
  /** Epoch milliseconds. */
  readonly now?: number;
}

const attribute = (name: string): Target => ({ kind: 'attribute', name });
const location = (name: string): Target => ({ kind: 'location', name });
const property = (name: string): Target => ({ kind: 'property', name });

/**
 * An identifier goes as it was claimed. Where the platform tells that there is none, it is cleared; one that another
 * member has, or that cannot be read (which `identifiersOf` tells), leaves what stands.
 */
function claimed(value: string | undefined, told: unknown): Read<string> {
  if (value !== undefined) return valueOf(value);
  // Whether it can be read is known already: reading a phone number costs more than all other fields together.
  return readWords(told).kind === 'none' ? NONE : ABSENT;
}

/** A field of the member that the settings have chosen; nothing is said where none is chosen. */
function chosen(source: MemberSource, from: string | undefined): unknown {
  if (!from) return undefined;
  const found = memberValue(source.member, from);
  return found.kind === 'there' ? found.value : found.kind === 'gone' ? null : undefined;
}

const noneAsAbsent = <T>(read: Read<T>): Read<T> => (read.kind === 'none' ? ABSENT : read);

const LOCATION = 'location';

/**
 * Every field of a member with its place in Klaviyo, its reader and its group; limits stand in the readers (texts 255
 * characters, cut; pictures 2048; e-mail 99; days from 1900 to today). All are cleared by `null` when told to be none,
 * but for the two ids, which are always there.
 */
export const MEMBER_FIELDS: readonly FieldRule<MemberSource>[] = [
  {
    to: attribute('email'),
    from: ['profile', 'emailAddress'],
    read: ({ member, identifiers }) => claimed(identifiers.email, member.profile?.emailAddress),
  },
  {
    to: attribute('phone_number'),
    from: ['profile', 'telephoneNumber'],
    read: ({ member, identifiers }) => claimed(identifiers.phone, member.profile?.telephoneNumber),
  },
  { to: attribute('external_id'), from: ['id'], read: ({ member }) => valueOf(member.id) },
  {
    to: attribute('first_name'),
    from: ['profile', 'givenName'],
    read: ({ member }) => readText(member.profile?.givenName),
  },
  {
    to: attribute('last_name'),
    from: ['profile', 'familyName'],
    read: ({ member }) => readText(member.profile?.familyName),
  },
  {
    to: attribute('image'),
    from: ['profile', 'pictureUrl'],
    read: ({ member }) => readPicture(member.profile?.pictureUrl),
  },
  {
    to: attribute('locale'),
    from: ['profile', 'locale'],
    read: ({ member }) => readLocale(member.profile?.locale),
  },
  {
    to: location('address1'),
    from: ['profile', 'streetAddress'],
    read: ({ member }) => readText(member.profile?.streetAddress),
    group: LOCATION,
  },
  {
    to: location('address2'),
    from: ['addressLine2'],
    // That there is none says nothing of the rest of the address; where the rest goes, it is cleared all the same.
    read: (source) => noneAsAbsent(readText(chosen(source, source.options.fields?.addressLine2))),
    group: LOCATION,
  },
  {
    to: location('city'),
    from: ['profile', 'city'],
    read: ({ member }) => readText(member.profile?.city),
    group: LOCATION,
  },
  {
    to: location('region'),
    from: ['profile', 'region'],
    read: ({ member }) => readText(member.profile?.region),
    group: LOCATION,
  },
  {
    to: location('zip'),
    from: ['profile', 'postcode'],
    read: ({ member }) => readText(member.profile?.postcode),
    group: LOCATION,
  },
  {
    to: location('country'),
    from: ['profile', 'country'],
    read: ({ member }) => readCountry(member.profile?.country),
    group: LOCATION,
  },
  {
    // No part of the address: who tells a time zone alone has not moved.
    to: location('timezone'),
    from: ['timeZone'],
    read: (source) => readTimeZone(chosen(source, source.options.fields?.timeZone)),
  },
  { to: property(PROFILE_PROPERTY.memberId), from: ['id'], read: ({ member }) => valueOf(member.id) },
  {
    to: property(PROFILE_PROPERTY.accountNumber),
    from: ['accountNumber'],
    read: ({ member }) => readText(member.accountNumber),
  },
  {
    to: property(PROFILE_PROPERTY.enrolledAt),
    from: ['createdAt'],
    read: ({ member }) => readMoment(member.createdAt),
  },
  {
    to: property(PROFILE_PROPERTY.birthday),
    from: ['profile', 'birthdate'],
    read: ({ member, now }) => readBirthday(member.profile?.birthdate, now),
  },
  {
    to: property(PROFILE_PROPERTY.audiences),
    from: ['audiences'],
    read: ({ audiences }) => readAudiences(audiences),
  },
];

const TIER = 'tier';
const NEXT_TIER = 'next tier';
const EXPIRY = 'expiry';

/** The same of a wallet: points and sums have at most six decimals, 0 is a value; tiers and expiry go whole. */
export const WALLET_FIELDS: readonly FieldRule<WalletSource>[] = [
  {
    to: property(PROFILE_PROPERTY.pointsBalance),
    from: ['points'],
    read: ({ wallet }) => readNumber(wallet.points),
  },
  {
    to: property(PROFILE_PROPERTY.lifetimePoints),
    from: ['lifetimeEarn'],
    read: ({ wallet }) => readNumber(wallet.lifetimeEarn),
  },
  {
    to: property(PROFILE_PROPERTY.pointsExpiring),
    from: ['pointsDueToExpire'],
    read: ({ wallet, now }) => readMember(readExpiry(wallet.pointsDueToExpire, now), 'points'),
    group: EXPIRY,
  },
  {
    to: property(PROFILE_PROPERTY.pointsExpiryDate),
    from: ['pointsDueToExpire'],
    read: ({ wallet, now }) => readMember(readExpiry(wallet.pointsDueToExpire, now), 'on'),
    group: EXPIRY,
  },
  {
    to: property(PROFILE_PROPERTY.tier),
    from: ['tier', 'name'],
    read: ({ wallet }) => readPart(wallet.tier, 'name', readText),
    group: TIER,
  },
  {
    to: property(PROFILE_PROPERTY.tierId),
    from: ['tier', 'id'],
    read: ({ wallet }) => readPart(wallet.tier, 'id', readText),
    group: TIER,
  },
  {
    to: property(PROFILE_PROPERTY.tierPriority),
    from: ['tier', 'priority'],
    read: ({ wallet }) => readPart(wallet.tier, 'priority', readNumber),
    group: TIER,
  },
  {
    to: property(PROFILE_PROPERTY.nextTier),
    from: ['nextTier', 'name'],
    read: ({ wallet }) => readPart(wallet.nextTier, 'name', readText),
    group: NEXT_TIER,
  },
  {
    to: property(PROFILE_PROPERTY.pointsToNextTier),
    from: ['nextTier', 'pointsTo'],
    read: ({ wallet }) => readPart(wallet.nextTier, 'pointsTo', readNumber),
    group: NEXT_TIER,
  },
];
