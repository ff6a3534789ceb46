import { ApiError } from '../http/api-error.js';
import type { Handler } from '../operations/api-call.js';
import { readProfile } from './read-profile.js';

interface MergeBody {
  readonly data: {
    readonly id: string;
    readonly relationships: { readonly profiles: { readonly data?: readonly { readonly id: string }[] } };
  };
}

/** `POST /api/profile-merge`: one source into one destination; the source answers 404 from then on. */
export const mergeProfiles: Handler = (call) => {
  const { data } = call.body as unknown as MergeBody;
  const [source, ...more] = data.relationships.profiles.data ?? [];
  if (source === undefined || more.length > 0) {
    throw ApiError.badRequest('Exactly one source profile is required.', {
      pointer: '/data/relationships/profiles/data',
    });
  }
  if (source.id === data.id) {
    throw ApiError.badRequest('A profile can not be merged into itself.', { pointer: '/data/id' });
  }
  const destination = readProfile(call, data.id);
  call.account.merge(readProfile(call, source.id), destination, call.now);
  return {
    status: 201,
    json: {
      data: {
        type: 'profile',
        id: destination.id,
        links: { self: `${call.base}/api/profiles/${destination.id}/` },
      },
      links: { self: call.self },
    },
  };
};
