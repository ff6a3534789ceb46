import { ApiError } from '../http/api-error.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { MOST_LIST_MEMBERS } from '../limits/payload-limits.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import { ulid } from '../state/id-source.js';
import { profileInput } from './profile-body.js';
import { profileProblem } from './profile-problem.js';
import { writeProfile } from './write-profile.js';

interface SubscriptionBody {
  readonly data: {
    readonly attributes: {
      readonly profiles: {
        readonly data: readonly {
          readonly id?: string | null;
          readonly attributes: JsonObject;
        }[];
      };
    };
    readonly relationships?: { readonly list?: { readonly data?: { readonly id: string } } };
  };
}

/**
 * A subscription job: takes effect at once on the profiles, on the list where one is named, and is noted, so that a
 * test can say whether one was ever sent.
 */
const subscriptionJob =
  (kind: 'subscribe' | 'unsubscribe'): Handler =>
  (call) => {
    const { data } = call.body as unknown as SubscriptionBody;
    const { data: profiles } = data.attributes.profiles;
    if (profiles.length > MOST_LIST_MEMBERS) {
      throw ApiError.badRequest(`At most ${MOST_LIST_MEMBERS} profiles are allowed.`, {
        pointer: '/data/attributes/profiles/data',
      });
    }
    const list = data.relationships?.list?.data?.id;
    if (list !== undefined && call.account.lists.head(list) === undefined) {
      throw ApiError.badRequest(`A list with id ${list} does not exist.`, {
        pointer: '/data/relationships/list/data/id',
      });
    }
    const inputs = profiles.map(({ id, attributes }, index) => {
      const { subscriptions, email, phone_number: phone } = attributes;
      const at = `/data/attributes/profiles/data/${index}`;
      const named: JsonObject = {
        ...(email === undefined ? {} : { email }),
        ...(phone === undefined ? {} : { phone_number: phone }),
      };
      const input = profileInput({ ...(id === undefined ? {} : { id }), attributes: named });
      const problem = profileProblem(input, at, call.parts.switches);
      if (problem !== undefined) throw new ApiError(400, [problem]);
      return { input, channels: subscriptions, at };
    });
    for (const { input, channels, at } of inputs) {
      const { profile } = writeProfile(call.account, input, call.parts.switches, call.now, at);
      const consent = kind === 'subscribe' ? 'SUBSCRIBED' : 'UNSUBSCRIBED';
      call.account.profiles.put({ ...profile, consent: consented(profile.consent, channels, consent) });
      if (list !== undefined) moveOnList(call, kind, list, profile.id);
    }
    call.account.notes.put({ id: ulid(call.now), kind, at: call.now, body: call.body });
    return { status: 202 };
  };

/** `POST /api/profile-subscription-bulk-create-jobs`. */
export const subscribeProfiles: Handler = subscriptionJob('subscribe');

/** `POST /api/profile-subscription-bulk-delete-jobs`. */
export const unsubscribeProfiles: Handler = subscriptionJob('unsubscribe');

const consented = (
  before: Readonly<Record<string, string>>,
  channels: JsonValue | undefined,
  consent: string,
): Record<string, string> => {
  const after = { ...before };
  for (const [channel, wish] of Object.entries(isJsonObject(channels) ? channels : {})) {
    if (wish !== null) after[channel] = consent;
  }
  return after;
};

const moveOnList = (call: ApiCall, kind: string, list: string, profileId: string): void => {
  if (kind === 'subscribe') call.account.lists.join(list, profileId, call.now);
  else call.account.lists.leave(list, profileId, call.now);
};
