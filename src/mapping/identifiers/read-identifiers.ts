import type { MemberProfile } from '../../contract/index.js';
import { type Read, thenRead, unreadable, valueOf } from '../read/read.js';
import { readWords } from '../text/read-text.js';
import { emailAddress } from './email-address.js';
import { phoneNumber } from './phone-number.js';

/** A member's e-mail address as the platform tells it. */
export const readEmail = ({ emailAddress: written }: MemberProfile): Read<string> =>
  thenRead(readWords(written), () => {
    const email = typeof written === 'string' ? emailAddress(written) : undefined;
    return email === undefined
      ? unreadable(
          'email_unusable',
          'The e-mail address is malformed and was left out; correct it on the member.',
        )
      : valueOf(email);
  });

/** A member's phone number as the platform tells it, read in the member's country. */
export const readPhone = ({ telephoneNumber: written, country }: MemberProfile): Read<string> =>
  thenRead(readWords(written), () => {
    const phone = phoneNumber(String(written), country);
    return phone === undefined
      ? unreadable(
          'phone_unusable',
          "No valid phone number could be read in the member's country, so it was left out.",
        )
      : valueOf(phone);
  });
