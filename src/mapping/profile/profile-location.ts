import type { MemberProfile } from '../../contract/index.js';
import { cleanText } from '../text/clean-text.js';

/** Klaviyo's `location`, as far as a member has one. */
export interface ProfileLocation {
  readonly address1?: string;
  readonly city?: string;
  readonly region?: string;
  readonly zip?: string;
  /** As the platform has it: ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** Where a member lives; `undefined` when nothing is known. */
export function profileLocation(profile: MemberProfile): ProfileLocation | undefined {
  const fields: [keyof ProfileLocation, string | undefined][] = [
    ['address1', cleanText(profile.streetAddress)],
    ['city', cleanText(profile.city)],
    ['region', cleanText(profile.region)],
    ['zip', cleanText(profile.postcode)],
    ['country', cleanText(profile.country)?.toUpperCase()],
  ];
  const known = fields.filter(([, text]) => text !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
