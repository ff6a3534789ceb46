import type { Member, Wallet } from '../../../src/contract/index.js';

/** Members come in tens: mostly an e-mail address, some a phone number as well, or alone, or nothing at all. */
const KINDS = [
  'email',
  'email',
  'email',
  'email and phone',
  'email',
  'phone',
  'email',
  'email and phone',
  'email',
  'neither',
] as const;

type Contact = (typeof KINDS)[number];

const contactOf = (number: number): Contact => KINDS[number % KINDS.length] ?? 'email';

/** The id of the member with a number. */
export const memberId = (number: number): string => `member-${number}`;

/** A number of its own, which events may name instead of the id. */
export const accountNumber = (number: number): string => String(7_000_000 + number);

/** Whether the member has an e-mail address. */
export const hasEmail = (number: number): boolean => contactOf(number).startsWith('email');

/** Whether Klaviyo can tell the member by an e-mail address or a phone number. */
export const hasContact = (number: number): boolean => contactOf(number) !== 'neither';

/** The address, as Klaviyo keeps it: the first one, or the one that the member has moved to. */
export const emailOf = (number: number, move = 0): string =>
  `member-${number}${move === 0 ? '' : `-since-${move}`}@loyalty-demo.net`;

/** The member as the platform has it, with the given name and the address of the day. */
export const memberOf = (number: number, givenName: string, move = 0): Member => {
  const contact = contactOf(number);
  return {
    id: memberId(number),
    accountNumber: accountNumber(number),
    profile: {
      givenName,
      familyName: 'Lovelace',
      country: 'GB',
      // Written as people write it.
      ...(hasEmail(number) ? { emailAddress: emailOf(number, move).replace('m', 'M') } : {}),
      ...(contact.endsWith('phone')
        ? { telephoneNumber: `07911 ${String(100_000 + number).slice(-6)}` }
        : {}),
    },
  };
};

/** The member's wallet; 0 points are a balance like any other. */
export const walletOf = (number: number, points: number): Wallet => ({
  memberId: memberId(number),
  points,
  lifetimeEarn: points,
  tier: null,
});

/** What everybody begins with. */
export const FIRST_NAME = 'Ada';
export const FIRST_POINTS = 1;
