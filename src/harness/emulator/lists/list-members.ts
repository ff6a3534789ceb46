import { ApiError } from '../http/api-error.js';
import { compares, timeIn } from '../http/compares.js';
import { readFilter, type Condition, type Filterable } from '../http/filter.js';
import { cutPage, pageLinks, pageSize, readSort, type Page } from '../http/page.js';
import { isProfileId } from '../identifiers.js';
import { isoTime } from '../iso-time.js';
import { MOST_LIST_MEMBERS } from '../limits/payload-limits.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import { shownProfile, visibleProfile } from '../profiles/read-profile.js';
import type { Membership } from '../state/list-store.js';
import type { Profile } from '../state/profile.js';
import { readList } from './list-resource.js';

const FILTERS: Filterable = {
  email: ['any', 'equals'],
  phone_number: ['any', 'equals'],
  joined_group_at: ['greater-than', 'less-than', 'greater-or-equal', 'less-or-equal'],
};
const USUAL_PAGE = 20;

/** `POST /api/lists/{id}/relationships/profiles`: 204; who is a member already stays one. */
export const addMembers: Handler = (call) => {
  const { id } = readList(call);
  for (const profileId of namedProfiles(call)) call.account.lists.join(id, profileId, call.now);
  return { status: 204 };
};

/** `DELETE /api/lists/{id}/relationships/profiles`: 204; who is no member is passed over. */
export const removeMembers: Handler = (call) => {
  const { id } = readList(call);
  for (const profileId of namedProfiles(call)) call.account.lists.leave(id, profileId, call.now);
  return { status: 204 };
};

/** `GET /api/lists/{id}/relationships/profiles`: ids alone. */
export const getMemberIds: Handler = (call) => {
  const page = membersPage(call);
  return {
    status: 200,
    json: {
      data: page.items.map(({ profileId }) => ({ type: 'profile', id: profileId })),
      links: pageLinks(call.self, page),
    },
  };
};

/** `GET /api/lists/{id}/profiles`: whole profiles, with the time at which each joined. */
export const getMembers: Handler = (call) => {
  const page = membersPage(call);
  const data = page.items.flatMap((membership) => {
    const profile = memberProfile(call, membership);
    return profile === null
      ? []
      : [shownProfile(call, profile, { joined_group_at: isoTime(membership.joinedAt) })];
  });
  return { status: 200, json: { data, links: pageLinks(call.self, page) } };
};

const membersPage = (call: ApiCall): Page<Membership> => {
  const { id } = readList(call);
  const { lists } = call.account;
  const delay = call.parts.switches.readDelayMs;
  const conditions = readFilter(call.query, FILTERS);
  const after = function* (seq: number): Generator<Membership> {
    for (const member of lists.membersAfter(id, seq, delay === 0 ? Infinity : call.now - delay)) {
      if (conditions.every((one) => holds(call, member, one))) yield member;
    }
  };
  const descending = readSort(call.query)?.descending ?? false;
  const order = {
    value: ({ seq }: Membership) => seq,
    seq: ({ seq }: Membership) => seq,
    descending,
    natural: !descending,
  };
  return cutPage({ after }, order, call.query, pageSize(call.query, USUAL_PAGE));
};

const memberProfile = (call: ApiCall, { profileId }: Membership): Profile | null => {
  const profile = call.account.profiles.get(profileId);
  return profile === undefined ? null : visibleProfile(call, profile);
};

const holds = (call: ApiCall, member: Membership, condition: Condition): boolean => {
  const { field, values } = condition;
  if (field === 'joined_group_at') return compares(member.joinedAt, condition, timeIn(condition));
  const profile = memberProfile(call, member);
  return field === 'email'
    ? values.some((value) => value.toLowerCase() === profile?.email)
    : values.includes(profile?.phone_number ?? '');
};

/** The profiles that a body names. An unknown one fails the whole call, or is passed over, as the switch says. */
const namedProfiles = (call: ApiCall): readonly string[] => {
  const { data } = call.body as unknown as { data: readonly { readonly id: string }[] };
  if (data.length > MOST_LIST_MEMBERS) {
    throw ApiError.badRequest(`At most ${MOST_LIST_MEMBERS} profiles are allowed.`, { pointer: '/data' });
  }
  const ids = [...new Set(data.map(({ id }) => id))];
  const { profiles } = call.account;
  const unknown = ids.filter((id) => profiles.get(id) === undefined);
  const malformed = unknown.some((id) => !isProfileId(id));
  if (unknown.length > 0 && (malformed || call.parts.switches.unknownListMember === 'fail')) {
    throw ApiError.badRequest(`Invalid profile IDs: ${unknown.join(', ')}`, { pointer: '/data/' });
  }
  return ids.filter((id) => profiles.get(id) !== undefined);
};
