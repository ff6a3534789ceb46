import type { Member, Wallet } from '../../../src/contract/index.js';
import { FIRST_NAME, memberOf, walletOf } from '../feed/members.js';

/** The points of a member: no two neighbours have the same, and 0 is among them. */
export const pointsOf = (number: number): number => (number * 7) % 1_000;

/** The members of the audience, spread over the programme. */
export const audienceOf = (members: number, audience: number): readonly number[] =>
  Array.from({ length: audience }, (_, place) => Math.floor((place * members) / audience));

/** What the platform is told of some members. */
export interface Enrolment {
  readonly members: readonly Member[];
  readonly wallets: readonly Wallet[];
}

/** @param padding characters that the profile has more than it needs */
export const enrolmentOf = (from: number, to: number, padding: number): Enrolment => {
  const numbers = Array.from({ length: to - from }, (_, place) => from + place);
  return {
    members: numbers.map((number) => {
      const member = memberOf(number, FIRST_NAME);
      return padding === 0 ? member : { ...member, profile: { ...member.profile, ...padded(padding) } };
    }),
    wallets: numbers.map((number) => walletOf(number, pointsOf(number))),
  };
};

/** Characters spread over fields, each of which takes 255 at most. */
function padded(
  characters: number,
): Pick<NonNullable<Member['profile']>, 'streetAddress' | 'city' | 'region'> {
  const [streetAddress = '', city = '', region = '', familyName = ''] = Array.from(
    { length: 4 },
    (_, place) => 'x'.repeat(Math.ceil((characters - place) / 4)),
  );
  return { streetAddress, city, region, ...(familyName === '' ? {} : { familyName }) };
}
