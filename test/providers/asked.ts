import type { KlaviyoSession } from '../../src/klaviyo/index.js';
import {
  EventsProvider,
  ListsProvider,
  type Outcome,
  PointsProvider,
  ProfileImportsProvider,
  ProfilesProvider,
} from '../../src/providers/index.js';

const events = new EventsProvider();
const profiles = new ProfilesProvider();
const points = new PointsProvider();
const imports = new ProfileImportsProvider();
const lists = new ListsProvider();

/** The lists of the import that is asked for. */
export const IMPORT_LISTS = ['LIST_0', 'LIST_1', 'LIST_2'] as const;

const event = {
  metric: 'Placed Order',
  profile: { id: 'P1', attributes: {} },
  properties: {},
  time: '2026-12-01T12:00:00Z',
  uniqueId: 'e1',
  backfill: false,
};

/** One request of each operation, with the provider that reads its answer. */
export const ASKED: Readonly<Record<string, (session: KlaviyoSession) => Promise<Outcome<unknown>>>> = {
  create_event: (session) => events.send(session, event),
  bulk_create_events: (session) => events.sendMany(session, events.bulkRequest([])),
  create_or_update_profile: (session) => profiles.send(session, { attributes: {} }),
  update_profile: (session) => points.send(session, { profileId: 'P1', properties: {} }),
  bulk_import_profiles: (session) => {
    const body = imports.begin(IMPORT_LISTS, 10_000);
    body.add({ json: '{}' });
    return imports.submit(session, body.finish());
  },
  get_bulk_import_profiles_job: (session) => imports.job(session, 'J1'),
  get_bulk_import_profiles_jobs: (session) => imports.unfinished(session, null),
  get_errors_for_bulk_import_profiles_job: (session) => imports.errors(session, 'J1', null),
  get_profiles: (session) => profiles.look(session, ['m1']),
  get_lists: (session) => lists.lists(session, null),
  get_list: (session) => lists.one(session, 'LIST_1'),
  create_list: (session) => lists.create(session, 'One'),
  get_profile_ids_for_list: (session) => lists.members(session, 'LIST_1', null),
  add_profiles_to_list: (session) => lists.add(session, 'LIST_1', ['P1']),
  remove_profiles_from_list: (session) => lists.remove(session, 'LIST_1', ['P1']),
};
