import type { Member } from '../../contract/index.js';
import type { Read } from '../read/read.js';
import type { Warning } from '../warning.js';
import { readEmail, readPhone } from './read-identifiers.js';

/** By what Klaviyo may find a member's profile, apart from `external_id`. */
export interface Identifiers {
  /** Lower case. */
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
}

const warningsOf = (read: Read<string>, path: string): readonly Warning[] =>
  read.kind === 'unreadable' ? [{ ...read.reason, path }] : [];

/**
 * The identifiers that a member's own data yields, before other members' claims are looked at. What is unusable, and a
 * placeholder, is left out with a warning (`email_unusable`, `phone_unusable`, `placeholder_left_out`) and costs the
 * member nothing else.
 */
export function identifiersOf(member: Member): Identifiers & { readonly warnings: readonly Warning[] } {
  const profile = member.profile ?? {};
  const email = readEmail(profile);
  const phone = readPhone(profile);
  return {
    ...(email.kind === 'value' ? { email: email.value } : {}),
    ...(phone.kind === 'value' ? { phone: phone.value } : {}),
    warnings: [
      ...warningsOf(email, '/profile/emailAddress'),
      ...warningsOf(phone, '/profile/telephoneNumber'),
    ],
  };
}
