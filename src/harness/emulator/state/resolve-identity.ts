import { textOrNull, type Profile, type ProfileInput } from './profile.js';

/** The look-ups that identity needs; {@link ProfileStore} offers them. */
export interface IdentityIndex {
  get(id: string): Profile | undefined;
  byEmail(email: string): Profile | undefined;
  byPhone(phone: string): Profile | undefined;
  byExternalId(externalId: string): readonly Profile[];
}

/** Whom a write is about. */
export type Identity =
  | { readonly found: 'existing'; readonly profile: Profile }
  | { readonly found: 'new' }
  | { readonly found: 'conflict'; readonly duplicateId: string }
  | { readonly found: 'unknown-id' }
  | { readonly found: 'no-identifier' };

/** What is not confirmed about identity. */
export interface IdentityRules {
  /** Whether a body with nothing but an external id finds the profile that has it. */
  readonly matchExternalId: boolean;
  /** What happens when the telephone number finds a profile that has another e-mail address. */
  readonly phoneMatchWithOtherEmail: 'update' | 'conflict';
}

/**
 * Finds the profile of a write: by id where one is given, else by e-mail, then by telephone number. Identifiers of
 * two different profiles are a conflict, named by the one that was not chosen.
 */
export const resolveIdentity = (
  index: IdentityIndex,
  input: ProfileInput,
  rules: IdentityRules,
): Identity => {
  const email = textOrNull(input.attributes['email'])?.toLowerCase() ?? null;
  const phone = textOrNull(input.attributes['phone_number']);
  const externalId = textOrNull(input.attributes['external_id']);
  const byEmail = email === null ? undefined : index.byEmail(email);
  const byPhone = phone === null ? undefined : index.byPhone(phone);

  if (typeof input.id === 'string') {
    const profile = index.get(input.id);
    if (profile === undefined) return { found: 'unknown-id' };
    const other = [byEmail, byPhone].find((match) => match !== undefined && match.id !== profile.id);
    return other === undefined
      ? { found: 'existing', profile }
      : { found: 'conflict', duplicateId: other.id };
  }
  if (byEmail !== undefined) {
    return byPhone === undefined || byPhone.id === byEmail.id
      ? { found: 'existing', profile: byEmail }
      : { found: 'conflict', duplicateId: byPhone.id };
  }
  if (byPhone !== undefined) {
    const otherEmail = email !== null && byPhone.email !== null;
    return otherEmail && rules.phoneMatchWithOtherEmail === 'conflict'
      ? { found: 'conflict', duplicateId: byPhone.id }
      : { found: 'existing', profile: byPhone };
  }
  if (email !== null || phone !== null) return { found: 'new' };
  if (externalId === null) return { found: 'no-identifier' };
  const [known] = rules.matchExternalId ? index.byExternalId(externalId) : [];
  return known === undefined ? { found: 'new' } : { found: 'existing', profile: known };
};
