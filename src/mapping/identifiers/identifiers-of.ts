import type { Member } from '../../contract/index.js';
import { isPlaceholderText } from '../text/is-placeholder-text.js';
import type { Warning } from '../warning.js';
import { emailAddress } from './email-address.js';
import { phoneNumber } from './phone-number.js';

/** By what Klaviyo may find a member's profile, apart from `external_id`. */
export interface Identifiers {
  /** Lower case. */
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
}

/**
 * The identifiers that a member's own data yields, before other members' claims are looked at. A placeholder is no
 * identifier and no reason to warn: the tenant put it there because there is none. What is unusable is left out with
 * a warning (`email_unusable`, `phone_unusable`) and costs the member nothing else.
 */
export function identifiersOf(member: Member): Identifiers & { readonly warnings: readonly Warning[] } {
  const { emailAddress: writtenEmail, telephoneNumber: writtenPhone, country } = member.profile ?? {};
  const warnings: Warning[] = [];
  const given = (text: string | null | undefined): text is string =>
    typeof text === 'string' && !isPlaceholderText(text);

  let email: string | undefined;
  if (given(writtenEmail)) {
    email = emailAddress(writtenEmail);
    if (email === undefined)
      warnings.push({
        code: 'email_unusable',
        message: 'The e-mail address is malformed and was left out; correct it on the member.',
        path: '/profile/emailAddress',
      });
  }
  let phone: string | undefined;
  if (given(writtenPhone)) {
    phone = phoneNumber(writtenPhone, country);
    if (phone === undefined)
      warnings.push({
        code: 'phone_unusable',
        message: "No valid phone number could be read in the member's country, so it was left out.",
        path: '/profile/telephoneNumber',
      });
  }
  return {
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    warnings,
  };
}
