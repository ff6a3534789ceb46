import type { Json, JsonObject } from '../../../contract/index.js';
import type { ReasonCode } from '../../../store/index.js';
import type { GivenUp } from '../../letters/dead-letter.js';
import type { Sent } from '../../send/sender.js';
import { attributePlace } from './attribute-place.js';
import { attributeAt, withoutAttribute } from '../../member/without-attribute.js';

/** What a refused state has to do without. */
export type StateRefusal =
  /** The profile's stored id: it was merged or deleted, or belongs to somebody else. */
  | { readonly kind: 'id'; readonly warning: ReasonCode; readonly reason: GivenUp }
  /** One attribute, in the value that it has now. */
  | {
      readonly kind: 'attribute';
      readonly place: string;
      readonly value: Json;
      readonly warning: ReasonCode;
      readonly reason: GivenUp;
    }
  /** Nothing is left to leave out. */
  | { readonly kind: 'final'; readonly reason: GivenUp };

/** Whose profile has an identifier that was sent for another one: nobody's that is known, or another member's. */
export type Conflict = 'stranger' | 'member';

/**
 * What to do about a refusal of one profile. A bad phone costs the phone, not the member; identifiers of two profiles
 * cost the secondary one; an id that is no longer known costs the id. What another member's profile has costs the
 * identifier: without the id it would be written there.
 *
 * @param attributes what was sent
 * @param profileId the stored id that it was sent by, if any
 * @param holder of what it was refused for, where it is a conflict
 */
export function stateRefusal(
  sent: Extract<Sent<unknown>, { kind: 'refused' | 'missing' }>,
  attributes: JsonObject,
  profileId: string | null,
  holder: Conflict = 'stranger',
): StateRefusal {
  if (sent.kind === 'missing') {
    return profileId === null
      ? { kind: 'final', reason: NOT_FOUND }
      : { kind: 'id', warning: 'profile_gone', reason: NOT_FOUND };
  }
  const { code, message, pointer } = sent;
  const conflict = sent.answer.status === 409 ? holder : null;
  return refusalOf({ code, message, pointer }, conflict, attributes, profileId);
}

/** The same of an import job's error, which has no status of its own. */
export function refusalOf(
  reason: GivenUp,
  conflict: Conflict | null,
  attributes: JsonObject,
  profileId: string | null,
): StateRefusal {
  if (conflict !== null) {
    if (profileId !== null && conflict === 'stranger') return { kind: 'id', warning: 'profile_gone', reason };
    // One that is cleared conflicts with nobody.
    const phone = attributeAt(attributes, 'phone_number') ?? undefined;
    if (typeof attributes['email'] === 'string' && phone !== undefined) {
      const warning = 'identifiers_on_two_profiles';
      return { kind: 'attribute', place: 'phone_number', value: phone, warning, reason };
    }
    const place = phone === undefined ? 'email' : 'phone_number';
    const value = attributeAt(attributes, place) ?? undefined;
    if (conflict === 'member' && value !== undefined) {
      return { kind: 'attribute', place, value, warning: 'identifier_shared', reason };
    }
    return { kind: 'final', reason };
  }
  const place = attributePlace(reason.pointer ?? null);
  if (place === null) return { kind: 'final', reason };
  const [first = '', second] = place.split('/');
  const shortest = second === undefined ? first : `${first}/${second}`;
  const value = attributeAt(attributes, shortest);
  if (value === undefined || withoutAttribute(attributes, shortest) === null)
    return { kind: 'final', reason };
  const warning =
    first === 'phone_number' ? 'phone_refused' : first === 'email' ? 'email_refused' : 'field_refused';
  return { kind: 'attribute', place: shortest, value, warning, reason };
}

const NOT_FOUND: GivenUp = {
  code: 'not_found',
  message: 'Klaviyo does not know this profile. Replay to create it anew.',
};
