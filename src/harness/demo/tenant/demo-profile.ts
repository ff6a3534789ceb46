import type { MemberProfile } from '../../../contract/index.js';
import { countries } from './countries.js';
import { pick } from './pick.js';
import { seededRandom } from './seeded-random.js';
import { untidiness } from './untidiness.js';

/** A domain that Klaviyo takes: addresses at example.com it accepts and silently drops. */
const DOMAIN = 'loyalty-demo.net';

const BAD_PHONES = ['12345', 'call my wife', '00000000000', 'n/a'] as const;

/** The personal part of a tenant's member. */
export function demoProfile(tenant: string, index: number): MemberProfile {
  const random = seededRandom(`${tenant}/profile/${index}`);
  const country = pick(countries, random());
  const place = pick(country.cities, random());
  const oddity = untidiness(index);
  const year = 1950 + Math.floor(random() * 55);
  const profile = {
    givenName: pick(country.givenNames, random()),
    familyName: pick(country.familyNames, random()),
    emailAddress: emailOf(tenant, index),
    telephoneNumber: country.phone(index),
    gender: pick(['FEMALE', 'MALE', 'OTHER'], random()),
    birthdate: `${year}-${twoDigits(1 + random() * 12)}-${twoDigits(1 + random() * 28)}`,
    country: country.code,
    ...place,
    streetAddress: `${1 + Math.floor(random() * 180)} ${pick(['High Street', 'Station Road', 'Market Lane'], random())}`,
    locale: country.locale,
    attributes: {
      favouriteVenue: pick(['Harbour', 'Old Town', 'Airport'], random()),
      visitsLastYear: Math.floor(random() * 40),
      newsletter: random() < 0.5,
    },
  } satisfies MemberProfile;
  switch (oddity) {
    case 'placeholder':
      return {
        ...profile,
        givenName: pick(['REDACTED', 'UNKNOWN'], random()),
        familyName: 'REDACTED',
        emailAddress: 'EXAMPLE@EXAMPLE.COM',
      };
    case 'bad-phone':
      return { ...profile, telephoneNumber: pick([...BAD_PHONES], random()) };
    case 'shared-email':
      return { ...profile, emailAddress: emailOf(tenant, index - 1) };
    case 'markup':
      return { ...profile, givenName: '<b>Bobby</b>', familyName: '"Tables" & Sons' };
    case 'no-email':
      return { ...profile, emailAddress: null };
    case 'no-phone':
      return { ...profile, telephoneNumber: null };
    case 'no-contact':
      return { ...profile, emailAddress: null, telephoneNumber: null };
    default:
      return profile;
  }
}

function emailOf(tenant: string, index: number): string {
  return `member.${index}@${tenant.toLowerCase()}.${DOMAIN}`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
