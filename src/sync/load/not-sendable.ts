import type { Member } from '../../contract/index.js';
import { identifiersOf, isSendable } from '../../mapping/index.js';
import type { Settings } from '../../settings/index.js';
import type { ReasonCode } from '../../store/index.js';

/** Why nothing of this member is sent; null where it may be sent. */
export function notSendable(member: Member, { withoutContact }: Settings): ReasonCode | null {
  const sendable = isSendable(member);
  if (!sendable.sendable) return sendable.code;
  if (withoutContact !== 'skip') return null;
  const { email, phone } = identifiersOf(member);
  return email === undefined && phone === undefined ? 'without_contact' : null;
}
