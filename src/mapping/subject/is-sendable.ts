import type { Member } from '../../contract/index.js';

/** Whether anything about a member may leave the platform, and if not, why. */
export type Sendable =
  | { readonly sendable: true }
  | {
      readonly sendable: false;
      readonly code: 'member_restricted' | 'member_id_unusable';
      readonly message: string;
    };

/** The most that Klaviyo stores as `external_id`. */
const LONGEST_ID = 255;

/**
 * Whether a member may be sent: not under restricted processing (GDPR Art. 18), and with an id that Klaviyo can hold.
 * A closed account is sendable; its redacted profile yields no identifier and no name.
 */
export function isSendable(member: Member): Sendable {
  if (member.isRestricted)
    return {
      sendable: false,
      code: 'member_restricted',
      message: 'The member is under restricted processing, so nothing about them is sent.',
    };
  if (member.id === '' || member.id.length > LONGEST_ID)
    return {
      sendable: false,
      code: 'member_id_unusable',
      message: 'A member id has 1 to 255 characters; this one cannot be stored in Klaviyo.',
    };
  return { sendable: true };
}
