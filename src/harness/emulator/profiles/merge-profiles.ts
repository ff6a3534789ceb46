import type { EmulatorParts } from '../emulator-parts.js';
import { ApiError } from '../http/api-error.js';
import type { Handler } from '../operations/api-call.js';
import type { AccountState } from '../state/account-state.js';
import { ulid } from '../state/id-source.js';
import { readProfile } from './read-profile.js';

interface MergeBody {
  readonly data: {
    readonly id: string;
    readonly relationships: { readonly profiles: { readonly data?: readonly { readonly id: string }[] } };
  };
}

/**
 * `POST /api/profile-merge`: one source into one destination. 202: taken, and done a while later; until then the
 * source is there as before, from then on it answers 404.
 */
export const mergeProfiles: Handler = (call) => {
  const { data } = call.body as unknown as MergeBody;
  const [source, ...more] = data.relationships.profiles.data ?? [];
  if (source === undefined || more.length > 0) {
    throw ApiError.badRequest('Exactly one source profile is required.', {
      pointer: '/data/relationships/profiles/data',
    });
  }
  if (source.id === data.id) {
    throw ApiError.badRequest('A profile cannot be merged into itself.', { pointer: '/data/id' });
  }
  const destination = readProfile(call, data.id);
  const { id } = readProfile(call, source.id);
  const merge = call.account.merges.put({ id: ulid(call.now), source: id, destination: destination.id });
  scheduleMerge(call.parts, call.account, merge.id);
  return {
    status: 202,
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

/** Plans a merge on the emulator's clock. Who was erased meanwhile is not merged any more. */
export const scheduleMerge = (parts: EmulatorParts, account: AccountState, id: string): void => {
  parts.clock.after(parts.switches.mergeDelayMs, () => {
    const merge = account.merges.get(id);
    if (merge === undefined) return;
    account.merges.delete(id);
    const source = account.profiles.get(merge.source);
    const destination = account.profiles.get(merge.destination);
    if (source !== undefined && destination !== undefined) {
      account.merge(source, destination, parts.clock.now());
    }
  });
};
