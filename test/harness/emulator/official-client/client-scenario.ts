/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the client's documents give plain objects to its models */
import { NOON } from '../emulator-under-test.js';
import type { ClientStep } from './client-step.js';
import { JOB_ID, linkTo, moment, SHORT_ID, ULID, writtenMoment, type Pattern } from './pattern.js';

interface Named {
  readonly data: { readonly id: string };
}
interface Several {
  readonly data: readonly { readonly id: string }[];
  readonly links: { readonly next: string | null };
}

const idOf = (body: unknown): string => (body as Named).data.id;
const idsOf = (body: unknown): readonly string[] => (body as Several).data.map(({ id }) => id);
/** The client takes a cursor out of an address by itself only where that begins with https. */
const cursorOf = (body: unknown): string =>
  new URL((body as Several).links.next ?? '').searchParams.get('page[cursor]') ?? '';

const NOW = moment(NOON);
const WRITTEN = writtenMoment(NOON);
const PHONE = '+447911123456';
const NOWHERE = { address1: null, address2: null, country: null, region: null, zip: null, timezone: null };

/**
 * Every operation that the emulator offers, called by Klaviyo's own client, in an order in which each finds what it
 * needs. `base` is where the emulator listens.
 */
export const clientScenario = (base: string): readonly ClientStep[] => {
  const link = (path: string): Pattern => linkTo(base, new RegExp(`^/api/${path}/?$`));
  const self = (path: string): Pattern => ({ self: link(path) });
  const page = (path: string, more: Readonly<Record<string, Pattern>> = {}): Pattern => ({
    self: link(path),
    next: null,
    prev: null,
    ...more,
  });
  const related = (of: string, name: string): Pattern => ({
    links: { self: link(`${of}/relationships/${name}`), related: link(`${of}/${name}`) },
  });
  const profile = (
    attributes: Readonly<Record<string, Pattern>>,
    id: Pattern = ULID,
    more: Readonly<Record<string, Pattern>> = {},
  ): Pattern => ({
    type: 'profile',
    id,
    attributes: {
      email: null,
      phoneNumber: null,
      externalId: null,
      firstName: null,
      lastName: null,
      organization: null,
      locale: null,
      title: null,
      image: null,
      created: NOW,
      updated: NOW,
      lastEventDate: null,
      location: { ...NOWHERE, city: null, latitude: null, longitude: null, ip: null },
      properties: {},
      ...attributes,
    },
    relationships: {
      lists: related('profiles/[^/]+', 'lists'),
      segments: related('profiles/[^/]+', 'segments'),
      ...more,
    },
    links: self('profiles/[^/]+'),
  });
  const ADA = {
    email: 'ada@shop.co',
    phoneNumber: PHONE,
    externalId: 'm1',
    firstName: 'Ada',
    location: { ...NOWHERE, city: 'York', latitude: null, longitude: null, ip: null },
    properties: { 'Points Balance': 0, Tags: ['a', 'b'] },
  };
  const list = (
    name: Pattern,
    id: Pattern = SHORT_ID,
    more: Readonly<Record<string, Pattern>> = {},
  ): Pattern => ({
    type: 'list',
    id,
    attributes: { name, created: NOW, updated: NOW, optInProcess: 'single_opt_in', ...more },
    relationships: {
      profiles: related('lists/[^/]+', 'profiles'),
      tags: related('lists/[^/]+', 'tags'),
      flowTriggers: related('lists/[^/]+', 'flow-triggers'),
    },
    links: self('lists/[^/]+'),
  });
  const metric = (name: Pattern): Pattern => ({
    type: 'metric',
    id: SHORT_ID,
    attributes: {
      name,
      // A metric's times the client leaves as they are written.
      created: WRITTEN,
      updated: WRITTEN,
      integration: { object: 'integration', id: 'API', name: 'API', category: 'API' },
    },
    relationships: { flowTriggers: related('metrics/[^/]+', 'flow-triggers') },
    links: self('metrics/[^/]+'),
  });
  const job = (
    status: string,
    lists: readonly Pattern[],
    counts: Readonly<Record<string, Pattern>>,
  ): Pattern => ({
    type: 'profile-bulk-import-job',
    id: JOB_ID,
    attributes: {
      status,
      createdAt: NOW,
      totalCount: 2,
      completedCount: 0,
      failedCount: 0,
      startedAt: null,
      completedAt: null,
      expiresAt: moment(NOON + 7 * 86_400_000),
      ...counts,
    },
    relationships: {
      lists: {
        data: lists.map((id) => ({ type: 'list', id })),
        links: {
          self: link('profile-bulk-import-jobs/[^/]+/relationships/lists'),
          related: link('profile-bulk-import-jobs/[^/]+/lists'),
        },
      },
      profiles: related('profile-bulk-import-jobs/[^/]+', 'profiles'),
      importErrors: { links: { related: link('profile-bulk-import-jobs/[^/]+/import-errors') } },
    },
    links: self('profile-bulk-import-jobs/[^/]+'),
  });
  const TOPICS = [
    'event:klaviyo.received_email',
    'event:klaviyo.subscribed_to_email',
    'event:klaviyo.unsubscribed_from_email_marketing',
    'event:klaviyo.subscribed_to_list',
    'event:klaviyo.unsubscribed_from_list',
    'event:klaviyo.merged_profile',
    'event:klaviyo.marked_email_as_spam',
    'event:klaviyo.bounced_email',
    'event:klaviyo.subscribed_to_sms',
    'event:klaviyo.unsubscribed_from_sms',
  ];
  const TOPIC = 'event:klaviyo.merged_profile';
  const topic = (id: string): Pattern => ({ type: 'webhook-topic', id, links: self('webhook-topics/[^/]+') });
  const webhook = (attributes: Readonly<Record<string, Pattern>>): Pattern => ({
    type: 'webhook',
    id: ULID,
    attributes: {
      name: 'Merges',
      description: null,
      endpointUrl: 'https://loyalty.invalid/hook',
      enabled: true,
      createdAt: NOW,
      updatedAt: NOW,
      ...attributes,
    },
    relationships: {
      webhookTopics: {
        data: [{ type: 'webhook-topic', id: TOPIC }],
        links: {
          self: link('webhooks/[^/]+/relationships/webhook-topics'),
          related: link('webhooks/[^/]+/webhook-topics'),
        },
      },
    },
    links: self('webhooks/[^/]+'),
  });
  const event = (known: Readonly<Record<string, string>>, uniqueId: string, more: Pattern): Pattern => ({
    type: 'event',
    id: ULID,
    attributes: {
      timestamp: NOON / 1000,
      eventProperties: { Venue: 'York', $event_id: uniqueId, ...(more as object) },
      datetime: NOW,
      uuid: ULID,
    },
    relationships: {
      profile: {
        data: { type: 'profile', id: known['ada'] ?? '' },
        ...(related('events/[^/]+', 'profile') as object),
      },
      metric: {
        data: { type: 'metric', id: known['metric'] ?? '' },
        ...(related('events/[^/]+', 'metric') as object),
      },
    },
    links: self('events/[^/]+'),
  });
  const visited = (uniqueId: string) => ({
    properties: { Venue: 'York' },
    time: new Date(NOON),
    uniqueId,
    metric: { data: { type: 'metric' as const, attributes: { name: 'Visited Venue' } } },
  });
  const member = (id: string | undefined) => ({ data: [{ type: 'profile' as const, id: id ?? '' }] });

  return [
    {
      name: 'reads the account',
      operation: 'get_accounts',
      status: 200,
      model: 'GetAccountResponseCollection',
      call: ({ accounts }) => accounts.getAccounts(),
      expected: () => ({
        data: [
          {
            type: 'account',
            id: 'DEMO01',
            attributes: {
              testAccount: true,
              contactInformation: {
                defaultSenderName: 'Demo Coffee',
                defaultSenderEmail: 'hello@demo01.klaviyo.invalid',
                websiteUrl: null,
                organizationName: 'Demo Coffee',
                streetAddress: {
                  address1: null,
                  address2: null,
                  city: null,
                  region: null,
                  country: null,
                  zip: null,
                },
              },
              industry: null,
              timezone: 'Europe/London',
              preferredCurrency: 'GBP',
              publicApiKey: 'DEMO01',
              locale: 'en-GB',
            },
            links: self('accounts/DEMO01'),
          },
        ],
        links: page('accounts'),
      }),
    },
    {
      name: 'makes a list',
      operation: 'create_list',
      status: 201,
      model: 'PostListCreateResponse',
      call: ({ lists }) => lists.createList({ data: { type: 'list', attributes: { name: 'Loyal' } } }),
      expected: () => ({ data: list('Loyal'), links: self('lists') }),
      learn: (body, known) => (known['list'] = idOf(body)),
    },
    {
      name: 'renames the list',
      operation: 'update_list',
      status: 200,
      model: 'PatchListPartialUpdateResponse',
      call: ({ lists }, { list: id = '' }) =>
        lists.updateList(id, { data: { type: 'list', id, attributes: { name: 'Very loyal' } } }),
      expected: (known) => ({ data: list('Very loyal', known['list'] ?? ''), links: self('lists/[^/]+') }),
    },
    {
      name: 'reads the first page of lists',
      operation: 'get_lists',
      status: 200,
      model: 'GetListListResponseCollectionCompoundDocument',
      call: ({ lists }) => lists.getLists({ pageSize: 3, sort: 'name' }),
      expected: () => ({
        data: ['App users', 'Birthday club', 'Lapsed customers'].map((name) => list(name)),
        links: page('lists', { next: link('lists') }),
      }),
      learn: (body, known) => (known['nextLists'] = cursorOf(body)),
    },
    {
      name: 'reads the second page of lists by the cursor of the first',
      operation: 'get_lists',
      status: 200,
      model: 'GetListListResponseCollectionCompoundDocument',
      call: ({ lists }, { nextLists: pageCursor = '' }) =>
        lists.getLists({ pageSize: 3, sort: 'name', pageCursor }),
      expected: () => ({
        data: ['Newsletter', 'VIP members', 'Very loyal'].map((name) => list(name)),
        links: page('lists', { prev: link('lists') }),
      }),
    },
    {
      name: 'upserts somebody new',
      operation: 'create_or_update_profile',
      status: 201,
      model: 'PostProfileResponse',
      call: ({ profiles }) =>
        profiles.createOrUpdateProfile({
          data: {
            type: 'profile',
            attributes: {
              email: 'Ada@shop.co',
              phoneNumber: PHONE,
              externalId: 'm1',
              firstName: 'Ada',
              location: { city: 'York' },
              properties: { 'Points Balance': 0 },
            },
            // `unset` is left to other tests: the client fails on its own model of it.
            meta: { patchProperties: { append: { Tags: ['a', 'b'] } } },
          },
        }),
      expected: () => ({ data: profile(ADA), links: self('profile-import') }),
      learn: (body, known) => (known['ada'] = idOf(body)),
    },
    {
      name: 'upserts her again',
      operation: 'create_or_update_profile',
      status: 200,
      model: 'PostProfileResponse',
      call: ({ profiles }) =>
        profiles.createOrUpdateProfile({
          data: { type: 'profile', attributes: { email: 'ada@shop.co', lastName: 'L' } },
        }),
      expected: (known) => ({
        data: profile({ ...ADA, lastName: 'L' }, known['ada'] ?? ''),
        links: self('profile-import'),
      }),
    },
    {
      name: 'changes her by her id',
      operation: 'update_profile',
      status: 200,
      model: 'PatchProfileResponse',
      call: ({ profiles }, { ada: id = '' }) =>
        profiles.updateProfile(id, { data: { type: 'profile', id, attributes: { lastName: null } } }),
      expected: (known) => ({
        data: profile(ADA, known['ada'] ?? ''),
        links: self('profiles/[^/]+'),
      }),
    },
    {
      name: 'reads her',
      operation: 'get_profile',
      status: 200,
      model: 'GetProfileResponsePluralConversationsCompoundDocument',
      call: ({ profiles }, { ada = '' }) => profiles.getProfile(ada),
      expected: (known) => ({ data: profile(ADA, known['ada'] ?? ''), links: self('profiles/[^/]+') }),
    },
    {
      name: 'sends an event',
      operation: 'create_event',
      status: 202,
      call: ({ events }) =>
        events.createEvent({
          data: {
            type: 'event',
            attributes: {
              ...visited('e1'),
              value: 9.5,
              valueCurrency: 'GBP',
              profile: { data: { type: 'profile', attributes: { email: 'ada@shop.co' } } },
            },
          },
        }),
    },
    {
      name: 'sends events in bulk',
      operation: 'bulk_create_events',
      status: 202,
      call: ({ events }, { ada = '' }) =>
        events.bulkCreateEvents({
          data: {
            type: 'event-bulk-create-job',
            attributes: {
              eventsBulkCreate: {
                data: [
                  {
                    type: 'event-bulk-create',
                    attributes: {
                      profile: { data: { type: 'profile', id: ada, attributes: { externalId: 'm1' } } },
                      events: { data: [{ type: 'event', attributes: visited('e2') }] },
                    },
                  },
                ],
              },
            },
          },
        }),
    },
    {
      name: 'reads the metrics',
      operation: 'get_metrics',
      status: 200,
      model: 'GetMetricResponseCollectionCompoundDocument',
      call: ({ metrics }) => metrics.getMetrics(),
      expected: () => ({ data: [metric('Visited Venue')], links: page('metrics') }),
      learn: (body, known) => (known['metric'] = idsOf(body)[0] ?? ''),
    },
    {
      name: 'reads the events with their metric and profile',
      operation: 'get_events',
      status: 200,
      model: 'GetEventResponseCollectionCompoundDocument',
      call: ({ events }, { ada = '' }) =>
        events.getEvents({
          filter: `equals(profile_id,"${ada}")`,
          sort: 'datetime',
          include: ['metric', 'profile'],
        }),
      expected: (known) => ({
        data: [
          event(known, 'e1', { $value: 9.5, $currency_code: 'GBP' }),
          event(known, 'e2', { $currency_code: 'GBP' }),
        ],
        links: page('events'),
        included: [metric('Visited Venue'), profile({ ...ADA, lastEventDate: NOW }, known['ada'] ?? '')],
      }),
    },
    {
      name: 'imports two, one of whom nobody can take',
      operation: 'bulk_import_profiles',
      status: 202,
      model: 'PostProfileImportJobResponse',
      call: ({ profiles }, { list: id = '' }) =>
        profiles.bulkImportProfiles({
          data: {
            type: 'profile-bulk-import-job',
            attributes: {
              profiles: {
                data: [
                  { type: 'profile', attributes: { email: 'bob@shop.co' } },
                  { type: 'profile', attributes: { email: 'eve@shop.co', phoneNumber: '+10000000000' } },
                ],
              },
            },
            relationships: { lists: { data: [{ type: 'list', id }] } },
          },
        }),
      expected: (known) => ({
        data: job('queued', [known['list'] ?? ''], {}),
        links: self('profile-bulk-import-jobs'),
      }),
      learn: (body, known) => (known['job'] = idOf(body)),
    },
    {
      name: 'reads the job when it has ended',
      operation: 'get_bulk_import_profiles_job',
      status: 200,
      model: 'GetProfileImportJobResponseCompoundDocument',
      call: ({ profiles }, { job: id = '' }) => profiles.getBulkImportProfilesJob(id, { include: ['lists'] }),
      expected: (known) => ({
        data: job('complete', [known['list'] ?? ''], {
          completedCount: 1,
          failedCount: 1,
          startedAt: NOW,
          completedAt: NOW,
        }),
        links: self('profile-bulk-import-jobs/[^/]+'),
        included: [list('Very loyal', known['list'] ?? '')],
      }),
    },
    {
      name: 'reads the jobs',
      operation: 'get_bulk_import_profiles_jobs',
      status: 200,
      model: 'GetProfileImportJobResponseCollectionCompoundDocument',
      call: ({ profiles }) =>
        profiles.getBulkImportProfilesJobs({ filter: 'equals(status,"complete")', sort: '-created_at' }),
      expected: (known) => ({
        data: [
          job('complete', [known['list'] ?? ''], {
            completedCount: 1,
            failedCount: 1,
            startedAt: NOW,
            completedAt: NOW,
          }),
        ],
        links: page('profile-bulk-import-jobs'),
      }),
    },
    {
      name: 'reads why the job has left one out',
      operation: 'get_errors_for_bulk_import_profiles_job',
      status: 200,
      model: 'GetImportErrorResponseCollection',
      call: ({ profiles }, { job: id = '' }) => profiles.getErrorsForBulkImportProfilesJob(id),
      expected: () => ({
        data: [
          {
            type: 'import-error',
            id: ULID,
            attributes: {
              code: 'invalid',
              title: 'Invalid input.',
              detail: 'Invalid phone number format (Example of a valid format: +12345678901)',
              source: { pointer: '/data/attributes/profiles/data/1/attributes/phone_number' },
              originalPayload: {
                type: 'profile',
                attributes: { email: 'eve@shop.co', phone_number: '+10000000000' },
              },
            },
          },
        ],
        links: page('profile-bulk-import-jobs/[^/]+/import-errors'),
      }),
    },
    {
      name: 'reads whom the job has taken',
      operation: 'get_profiles_for_bulk_import_profiles_job',
      status: 200,
      model: 'GetProfileResponseCollection',
      call: ({ profiles }, { job: id = '' }) => profiles.getProfilesForBulkImportProfilesJob(id),
      expected: () => ({
        data: [profile({ email: 'bob@shop.co' })],
        links: page('profile-bulk-import-jobs/[^/]+/profiles'),
      }),
      learn: (body, known) => (known['bob'] = idsOf(body)[0] ?? ''),
    },
    {
      name: 'finds both by their addresses',
      operation: 'get_profiles',
      status: 200,
      model: 'GetProfileResponsePluralConversationsCollectionCompoundDocument',
      call: ({ profiles }) =>
        profiles.getProfiles({ filter: 'any(email,["ada@shop.co","bob@shop.co"])', sort: 'email' }),
      expected: (known) => ({
        data: [
          profile({ ...ADA, lastEventDate: NOW }, known['ada'] ?? ''),
          profile({ email: 'bob@shop.co' }, known['bob'] ?? ''),
        ],
        links: page('profiles'),
      }),
    },
    {
      name: 'puts her on the list',
      operation: 'add_profiles_to_list',
      status: 204,
      call: ({ lists }, known) => lists.addProfilesToList(known['list'] ?? '', member(known['ada'])),
    },
    {
      name: 'takes the other off the list',
      operation: 'remove_profiles_from_list',
      status: 204,
      call: ({ lists }, known) => lists.removeProfilesFromList(known['list'] ?? '', member(known['bob'])),
    },
    {
      name: 'reads who is on the list, by id',
      operation: 'get_profile_ids_for_list',
      status: 200,
      model: 'GetListProfilesRelationshipsResponseCollection',
      call: ({ lists }, known) => lists.getProfileIdsForList(known['list'] ?? ''),
      expected: (known) => ({
        data: [{ type: 'profile', id: known['ada'] ?? '' }],
        links: page('lists/[^/]+/relationships/profiles'),
      }),
    },
    {
      name: 'reads who is on the list, whole',
      operation: 'get_profiles_for_list',
      status: 200,
      model: 'GetListMemberResponseCollection',
      call: ({ lists }, known) => lists.getProfilesForList(known['list'] ?? ''),
      expected: (known) => ({
        data: [profile({ ...ADA, lastEventDate: NOW, joinedGroupAt: NOW }, known['ada'] ?? '')],
        links: page('lists/[^/]+/profiles'),
      }),
    },
    {
      name: 'reads the list with its size',
      operation: 'get_list',
      status: 200,
      model: 'GetListRetrieveResponseCompoundDocument',
      call: ({ lists }, known) =>
        lists.getList(known['list'] ?? '', { additionalFieldsList: ['profile_count'] }),
      expected: (known) => ({
        data: list('Very loyal', known['list'] ?? '', { profileCount: 1 }),
        links: self('lists/[^/]+'),
      }),
    },
    {
      name: 'subscribes her',
      operation: 'bulk_subscribe_profiles',
      status: 202,
      call: ({ profiles }) =>
        profiles.bulkSubscribeProfiles({
          data: {
            type: 'profile-subscription-bulk-create-job',
            attributes: {
              profiles: {
                data: [
                  {
                    type: 'profile',
                    attributes: {
                      email: 'ada@shop.co',
                      subscriptions: { email: { marketing: { consent: 'SUBSCRIBED' } } },
                    },
                  },
                ],
              },
            },
          },
        }),
    },
    {
      name: 'unsubscribes her',
      operation: 'bulk_unsubscribe_profiles',
      status: 202,
      call: ({ profiles }) =>
        profiles.bulkUnsubscribeProfiles({
          data: {
            type: 'profile-subscription-bulk-delete-job',
            attributes: {
              profiles: {
                data: [
                  {
                    type: 'profile',
                    attributes: {
                      email: 'ada@shop.co',
                      subscriptions: { email: { marketing: { consent: 'UNSUBSCRIBED' } } },
                    },
                  },
                ],
              },
            },
          },
        }),
    },
    {
      name: 'merges the other into her',
      operation: 'merge_profiles',
      status: 202,
      model: 'PostProfileMergeResponse',
      call: ({ profiles }, known) =>
        profiles.mergeProfiles({
          data: {
            type: 'profile-merge',
            id: known['ada'] ?? '',
            relationships: { profiles: member(known['bob']) },
          },
        }),
      expected: (known) => ({
        data: { type: 'profile', id: known['ada'] ?? '', links: self('profiles/[^/]+') },
        links: self('profile-merge'),
      }),
    },
    {
      name: 'erases her',
      operation: 'request_profile_deletion',
      status: 202,
      call: ({ dataPrivacy }) =>
        dataPrivacy.requestProfileDeletion({
          data: {
            type: 'data-privacy-deletion-job',
            attributes: { profile: { data: { type: 'profile', attributes: { email: 'ada@shop.co' } } } },
          },
        }),
    },
    {
      name: 'deletes the list',
      operation: 'delete_list',
      status: 204,
      call: ({ lists }, known) => lists.deleteList(known['list'] ?? ''),
    },
    {
      name: 'reads what webhooks can tell of',
      operation: 'get_webhook_topics',
      status: 200,
      model: 'GetWebhookTopicResponseCollection',
      call: ({ webhooks }) => webhooks.getWebhookTopics(),
      expected: () => ({ data: TOPICS.map(topic), links: page('webhook-topics') }),
    },
    {
      name: 'makes a webhook',
      operation: 'create_webhook',
      status: 201,
      model: 'PostWebhookResponse',
      call: ({ webhooks }) =>
        webhooks.createWebhook({
          data: {
            type: 'webhook',
            attributes: { name: 'Merges', endpointUrl: 'https://loyalty.invalid/hook', secretKey: 'secret' },
            relationships: { webhookTopics: { data: [{ type: 'webhook-topic', id: TOPIC }] } },
          },
        }),
      expected: () => ({ data: webhook({}), links: self('webhooks') }),
      learn: (body, known) => (known['webhook'] = idOf(body)),
    },
    {
      name: 'switches the webhook off',
      operation: 'update_webhook',
      status: 200,
      model: 'PatchWebhookResponse',
      call: ({ webhooks }, { webhook: id = '' }) =>
        webhooks.updateWebhook(id, { data: { type: 'webhook', id, attributes: { enabled: false } } }),
      expected: () => ({ data: webhook({ enabled: false }), links: self('webhooks/[^/]+') }),
    },
    {
      name: 'reads the webhook with its topics',
      operation: 'get_webhook',
      status: 200,
      model: 'GetWebhookResponseCompoundDocument',
      call: ({ webhooks }, { webhook: id = '' }) => webhooks.getWebhook(id, { include: ['webhook-topics'] }),
      expected: () => ({
        data: webhook({ enabled: false }),
        links: self('webhooks/[^/]+'),
        included: [topic(TOPIC)],
      }),
    },
    {
      name: 'reads the webhooks',
      operation: 'get_webhooks',
      status: 200,
      model: 'GetWebhookResponseCollectionCompoundDocument',
      call: ({ webhooks }) => webhooks.getWebhooks(),
      expected: () => ({ data: [webhook({ enabled: false })], links: page('webhooks') }),
    },
    {
      name: 'deletes the webhook',
      operation: 'delete_webhook',
      status: 204,
      call: ({ webhooks }, { webhook: id = '' }) => webhooks.deleteWebhook(id),
    },
  ];
};
