import type { ApiCall } from '../operations/api-call.js';
import type { ProfileInput } from '../state/profile.js';

const IDENTIFIERS = ['email', 'phone_number', 'external_id'];

/**
 * Whom an event is about, where it names a profile by an id that is gone (merged, deleted): as the switch says, that
 * same id, which is then refused; nobody, so that the event is dropped; or whoever its other identifiers name.
 */
export const meantProfile = (call: ApiCall, input: ProfileInput): ProfileInput | 'nobody' => {
  const { id, ...others } = input;
  if (typeof id !== 'string' || call.account.profiles.get(id) !== undefined) return input;
  switch (call.parts.switches.eventToGoneProfile) {
    case 'not-found':
      return input;
    case 'drop':
      return 'nobody';
    case 'recreate':
      return IDENTIFIERS.some((name) => typeof input.attributes[name] === 'string') ? others : 'nobody';
  }
};
