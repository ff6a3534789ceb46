import { ApiError } from '../http/api-error.js';
import type { AccountState } from '../state/account-state.js';
import { applyAttributes } from '../state/apply-attributes.js';
import { ulid } from '../state/id-source.js';
import type { Profile, ProfileInput } from '../state/profile.js';
import { resolveIdentity, type IdentityRules } from '../state/resolve-identity.js';

/** A profile that was written. */
export interface WrittenProfile {
  readonly profile: Profile;
  readonly created: boolean;
}

/** What is not confirmed about writing. */
export interface WriteRules extends IdentityRules {
  /** What happens to a write that would leave a profile without any identifier. */
  readonly clearLastIdentifier: 'allow' | 'refuse';
}

/**
 * Creates or updates the profile that a call speaks of.
 *
 * @throws ApiError 409 where the identifiers belong to different profiles, 404 where the given id is nobody's, 400
 * where there is no identifier, or would be none any more.
 */
export const writeProfile = (
  account: AccountState,
  input: ProfileInput,
  rules: WriteRules,
  now: number,
  at = '/data',
): WrittenProfile => {
  const identity = resolveIdentity(account.profiles, input, rules);
  switch (identity.found) {
    case 'conflict':
      throw ApiError.duplicateProfile(identity.duplicateId, `${at}/attributes`);
    case 'unknown-id':
      throw ApiError.notFound(`A profile with id ${input.id ?? ''} does not exist.`, `${at}/id`);
    case 'no-identifier':
      throw ApiError.badRequest('One of id, email, phone_number or external_id is required.', {
        pointer: `${at}/attributes`,
      });
    case 'existing': {
      const profile = applyAttributes(identity.profile, input, now);
      if (rules.clearLastIdentifier === 'refuse') refuseNameless(identity.profile, profile, at);
      account.profiles.put(profile);
      return { profile, created: false };
    }
    case 'new': {
      const profile = applyAttributes(blank(account, now), input, now);
      account.profiles.put(profile);
      return { profile, created: true };
    }
  }
};

const IDENTIFIERS = ['email', 'phone_number', 'external_id'] as const;

const refuseNameless = (before: Profile, after: Profile, at: string): void => {
  if (IDENTIFIERS.some((name) => after[name] !== null)) return;
  const cleared = IDENTIFIERS.find((name) => before[name] !== null);
  if (cleared === undefined) return;
  throw ApiError.badRequest('The last identifier of a profile cannot be cleared.', {
    pointer: `${at}/attributes/${cleared}`,
  });
};

const blank = (account: AccountState, now: number): Profile => ({
  id: ulid(now),
  seq: account.profiles.nextSeq(),
  email: null,
  phone_number: null,
  external_id: null,
  names: {},
  location: null,
  properties: {},
  consent: {},
  created: now,
  updated: now,
  lastEvent: null,
});
