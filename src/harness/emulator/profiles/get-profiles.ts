import { compares, timeIn } from '../http/compares.js';
import { readFilter, type Condition, type Filterable } from '../http/filter.js';
import { cutPage, pageLinks, pageSize, readSort, type Order } from '../http/page.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import type { Profile } from '../state/profile.js';
import { readProfile, shownProfile, visibleProfile } from './read-profile.js';
import { ApiError } from '../http/api-error.js';

const LIST = ['any', 'equals'];
const TIMES = ['greater-than', 'less-than', 'greater-or-equal', 'less-or-equal'];
const FILTERS: Filterable = {
  id: LIST,
  email: LIST,
  phone_number: LIST,
  external_id: LIST,
  created: TIMES,
  updated: TIMES,
};
const USUAL_PAGE = 20;

/** `GET /api/profiles`: filtered by identifiers through the indexes, by times through a scan. */
export const getProfiles: Handler = (call) => {
  const conditions = readFilter(call.query, FILTERS);
  const narrow = conditions.find(({ field }) => field in BY_FIELD);
  const fitting = (profiles: Iterable<Profile>): Iterable<Profile> =>
    visibleAmong(call, profiles, conditions);
  const found =
    narrow === undefined
      ? { after: (seq: number) => fitting(call.account.profiles.after(seq)) }
      : fitting(named(call, narrow));
  const order = orderOf(call.query, narrow === undefined);
  const page = cutPage(found, order, call.query, pageSize(call.query, USUAL_PAGE));
  return {
    status: 200,
    json: {
      data: page.items.map((profile) => shownProfile(call, profile)),
      links: pageLinks(call.self, page),
    },
  };
};

/** `GET /api/profiles/{id}`. */
export const getProfile: Handler = (call) => {
  const profile = visibleProfile(call, readProfile(call, call.params['id'] ?? ''));
  if (profile === null) throw ApiError.notFound('This profile is not visible yet.', '/data/');
  return { status: 200, json: { data: shownProfile(call, profile), links: { self: call.self } } };
};

/** Who has the values of a condition, each once, in the order of the values. */
const named = (call: ApiCall, { field, values }: Condition): readonly Profile[] =>
  [...new Set(values)].flatMap((value) => BY_FIELD[field]?.(call, value) ?? []);

function* visibleAmong(
  call: ApiCall,
  profiles: Iterable<Profile>,
  conditions: readonly Condition[],
): Generator<Profile> {
  for (const profile of profiles) {
    const visible = visibleProfile(call, profile);
    if (visible !== null && conditions.every((one) => holds(visible, one))) yield visible;
  }
}

const BY_FIELD: Readonly<Record<string, (call: ApiCall, value: string) => readonly Profile[]>> = {
  id: ({ account }, value) => present(account.profiles.get(value)),
  email: ({ account }, value) => present(account.profiles.byEmail(value)),
  phone_number: ({ account }, value) => present(account.profiles.byPhone(value)),
  external_id: ({ account }, value) => account.profiles.byExternalId(value),
};

const present = (profile: Profile | undefined): readonly Profile[] =>
  profile === undefined ? [] : [profile];

const holds = (profile: Profile, condition: Condition): boolean => {
  const { field, values } = condition;
  switch (field) {
    case 'created':
      return compares(profile.created, condition, timeIn(condition));
    case 'updated':
      return compares(profile.updated, condition, timeIn(condition));
    case 'email':
      return values.some((value) => value.toLowerCase() === profile.email);
    case 'phone_number':
      return values.includes(profile.phone_number ?? '');
    case 'external_id':
      return values.includes(profile.external_id ?? '');
    default:
      return values.includes(profile.id);
  }
};

const orderOf = (query: URLSearchParams, inOrder: boolean): Order<Profile> => {
  const sort = readSort(query);
  const value = (profile: Profile): string | number => {
    switch (sort?.field) {
      case 'email':
        return profile.email ?? '';
      case 'id':
        return profile.id;
      case 'updated':
        return profile.updated;
      default:
        return profile.seq;
    }
  };
  // What a filter finds comes in the filter's order; sorting a page's worth costs nothing.
  const natural = sort === null && inOrder;
  return { value, seq: ({ seq }) => seq, descending: sort?.descending ?? false, natural };
};
