import { ApiError } from '../http/api-error.js';
import type { JsonObject } from '../json.js';
import type { ApiCall } from '../operations/api-call.js';
import { writeProfile } from '../profiles/write-profile.js';
import type { Profile, ProfileInput } from '../state/profile.js';
import { resolveIdentity } from '../state/resolve-identity.js';

/**
 * The profile that events belong to, created or updated on the way. Where the identifiers belong to different
 * profiles the first of id, e-mail and phone wins and the others are left out: an event is never refused for that.
 * [?] Not documented; a refusal would lose the event.
 */
export const eventProfile = (call: ApiCall, input: ProfileInput, at: string): Profile => {
  const rules = call.parts.switches;
  const known = resolveIdentity(call.account.profiles, input, rules);
  // Most events say nothing of a profile but who it is: that is no write.
  if (known.found === 'existing' && saysNothingNew(known.profile, input)) return known.profile;
  try {
    return writeProfile(call.account, input, rules, call.now, at).profile;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    return writeProfile(call.account, withPrimaryOnly(input), rules, call.now, at).profile;
  }
};

const saysNothingNew = (profile: Profile, input: ProfileInput): boolean =>
  (input.patch ?? null) === null &&
  Object.entries(input.attributes).every(([name, value]) => {
    if (name === 'email') return typeof value === 'string' && value.toLowerCase() === profile.email;
    return (name === 'phone_number' || name === 'external_id') && value === profile[name];
  });

const withPrimaryOnly = (input: ProfileInput): ProfileInput => {
  const attributes: JsonObject = { ...input.attributes };
  delete attributes['phone_number'];
  if (typeof input.id === 'string') delete attributes['email'];
  return { ...input, attributes };
};
