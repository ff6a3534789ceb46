import { ApiError } from '../http/api-error.js';
import type { Handler } from '../operations/api-call.js';
import { ulid } from '../state/id-source.js';
import type { Profile } from '../state/profile.js';

interface DeletionBody {
  readonly data: {
    readonly attributes: {
      readonly profile: {
        readonly data: {
          readonly id?: string | null;
          readonly attributes: { readonly email?: string | null; readonly phone_number?: string | null };
        };
      };
    };
  };
}

const AT = '/data/attributes/profile/data';

/**
 * `POST /api/data-privacy-deletion-jobs`: erases whoever matches the one identifier, with events and memberships; 404
 * where nobody does.
 */
export const requestDeletion: Handler = (call) => {
  const { data } = (call.body as unknown as DeletionBody).data.attributes.profile;
  const { email, phone_number: phone } = data.attributes;
  const given = [data.id, email, phone].filter((one) => typeof one === 'string');
  if (given.length !== 1) {
    throw ApiError.badRequest('Exactly one of id, email and phone_number is required.', {
      pointer: AT,
    });
  }
  const { profiles, notes } = call.account;
  const matches: readonly (Profile | undefined)[] = [
    typeof data.id === 'string' ? profiles.get(data.id) : undefined,
    typeof email === 'string' ? profiles.byEmail(email) : undefined,
    typeof phone === 'string' ? profiles.byPhone(phone) : undefined,
  ];
  const found = matches.filter((profile) => profile !== undefined);
  if (found.length === 0) throw ApiError.notFound('Nobody has this identifier.', AT);
  for (const profile of found) call.account.erase(profile);
  notes.put({ id: ulid(call.now), kind: 'erase', at: call.now, body: call.body });
  return { status: 202 };
};
