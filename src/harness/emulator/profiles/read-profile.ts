import { ApiError } from '../http/api-error.js';
import { sparse } from '../http/sparse-fields.js';
import type { JsonObject } from '../json.js';
import type { ApiCall } from '../operations/api-call.js';
import type { Profile } from '../state/profile.js';
import { profileResource, subscriptionsOf } from './profile-resource.js';

/**
 * The profile of an id.
 *
 * @throws ApiError 404 where it was merged, deleted, never was or has not even the form of an id.
 */
export const readProfile = (call: ApiCall, id: string): Profile => {
  const profile = call.account.profiles.get(id);
  if (profile === undefined) throw ApiError.notFound(`A profile with id ${id} does not exist.`, '/data/');
  return profile;
};

/** The profile as reads show it: behind the writes where the switch says so; null where it is not visible yet. */
export const visibleProfile = (call: ApiCall, profile: Profile): Profile | null => {
  const delay = call.parts.switches.readDelayMs;
  return delay === 0 ? profile : call.account.profiles.asOf(profile, call.now - delay);
};

/** A profile with the fields that the call asks for. */
export const shownProfile = (call: ApiCall, profile: Profile, extra: JsonObject = {}): JsonObject => {
  const more = call.query.get('additional-fields[profile]')?.split(',') ?? [];
  return sparse(
    profileResource(profile, call.base, {
      ...(more.includes('subscriptions') ? { subscriptions: subscriptionsOf(profile) } : {}),
      ...(more.includes('predictive_analytics') ? { predictive_analytics: null } : {}),
      ...extra,
    }),
    call.query,
  );
};
