import type { Member } from '../../../contract/index.js';
import type { FrozenTarget, ReasonCode } from '../../../store/index.js';
import type { Identity } from '../../member/member-identity.js';

/** What to send of an event instead of what Klaviyo refused, and the warning that says so. */
export interface LessOfEvent {
  readonly target: FrozenTarget;
  readonly warning: ReasonCode;
}

/**
 * The event without the field that a refusal of the single call names; null where there is nothing to leave out, and
 * the event is given up. Only what was refused cannot have been recorded, so another identifier makes no second event.
 */
export function lessOfEvent(
  target: FrozenTarget,
  pointer: string | null,
  member: Member,
  identity: Identity,
): LessOfEvent | null {
  const place = /^\/data\/attributes\/(.+)$/.exec(pointer ?? '')?.[1];
  if (place === undefined) return null;
  const identifier = /^profile\/data\/attributes\/(email|phone_number)$/.exec(place)?.[1];
  if (identifier !== undefined) {
    const attributes: Record<string, string> =
      identifier === 'email' && identity.phone !== undefined
        ? { phone_number: identity.phone }
        : { external_id: member.id };
    return {
      target: { ...target, profile: { attributes } },
      warning: identifier === 'email' ? 'email_refused' : 'phone_refused',
    };
  }
  const field = /^(value|value_currency|properties\/[^/]+)(\/|$)/.exec(place)?.[1];
  if (field === undefined) return null;
  const name = field.replaceAll('~1', '/').replaceAll('~0', '~');
  if (target.without?.includes(name)) return null;
  return { target: { ...target, without: [...(target.without ?? []), name] }, warning: 'field_refused' };
}
