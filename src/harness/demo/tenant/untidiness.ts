/**
 * What is wrong, or merely odd, with a member.
 * - `placeholder`: the values that the platform recommends where nothing is known;
 * - `bad-phone`: a telephone number that no telephone has;
 * - `shared-email`: the e-mail address of the member before;
 * - `markup`: a name that would be HTML where nobody escapes it.
 */
export type Untidiness =
  | 'placeholder'
  | 'bad-phone'
  | 'shared-email'
  | 'markup'
  | 'restricted'
  | 'no-email'
  | 'no-contact'
  | 'no-phone'
  | 'zero-points'
  | 'no-tier';

/** The one member who has the e-mail address of the member before. */
const SHARES_EMAIL = 11;

/** The one member with HTML in the name. */
const MARKUP = 7;

/** One in twenty each, so that a tenant of twenty has them all. */
const BY_TWENTIES: Readonly<Record<number, Untidiness>> = {
  2: 'no-tier',
  4: 'placeholder',
  6: 'zero-points',
  9: 'bad-phone',
  13: 'restricted',
  14: 'no-email',
  15: 'no-phone',
  18: 'no-contact',
};

/** What is untidy about the member with this number; for most nothing is. */
export function untidiness(index: number): Untidiness | undefined {
  if (index === SHARES_EMAIL) return 'shared-email';
  if (index === MARKUP) return 'markup';
  return BY_TWENTIES[index % 20];
}
