import type { Schema } from './schema.js';

const TEXT: Schema = { type: 'string' };
const TEXT_OR_NULL: Schema = { type: ['string', 'null'] };
const FLAG: Schema = { type: ['boolean', 'null'] };
const NUMBER: Schema = { type: ['number', 'null'] };
const FREE: Schema = { type: 'object' };
const FREE_OR_NULL: Schema = { type: ['object', 'null'] };

const only = (value: string): Schema => ({ type: 'string', enum: [value] });
const many = (items: Schema): Schema => ({ type: 'array', items });
const data = (part: Schema): Schema => record({ data: part }, ['data']);
const texts = (...names: readonly string[]): Record<string, Schema> =>
  Object.fromEntries(names.map((name) => [name, TEXT_OR_NULL]));

function record(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: 'object', properties, required };
}

const resource = (
  type: string,
  parts: Readonly<Record<string, Schema>>,
  required: readonly string[] = ['attributes'],
): Schema => record({ type: only(type), ...parts }, ['type', ...required]);

const LOCATION: Schema = {
  type: ['object', 'null'],
  properties: {
    ...texts('address1', 'address2', 'city', 'country', 'region', 'zip', 'timezone', 'ip'),
    latitude: { type: ['string', 'number', 'null'] },
    longitude: { type: ['string', 'number', 'null'] },
  },
};
const META: Schema = {
  type: ['object', 'null'],
  properties: {
    patch_properties: {
      type: ['object', 'null'],
      properties: {
        append: FREE_OR_NULL,
        unappend: FREE_OR_NULL,
        unset: { type: ['string', 'array', 'null'], items: TEXT },
      },
    },
    patch_identifiers: { type: ['object', 'null'], properties: { append: FREE, unappend: FREE } },
  },
};
const PATCHABLE: Record<string, Schema> = {
  ...texts('email', 'phone_number', 'external_id', 'first_name', 'last_name', 'organization', 'locale'),
  ...texts('title', 'image'),
  location: LOCATION,
  properties: FREE_OR_NULL,
};
const IMPORTABLE = { ...PATCHABLE, _kx: TEXT_OR_NULL };
const IN_EVENT = { ...IMPORTABLE, anonymous_id: TEXT_OR_NULL };

const PROFILE_UPSERT = resource('profile', { id: TEXT_OR_NULL, attributes: record(IMPORTABLE), meta: META });
const METRIC = data(
  resource('metric', { attributes: record({ name: TEXT, service: TEXT_OR_NULL }, ['name']) }),
);
const EVENT_ATTRIBUTES: Record<string, Schema> = {
  properties: FREE,
  time: { type: ['string', 'null'], format: 'date-time' },
  value: NUMBER,
  value_currency: TEXT_OR_NULL,
  unique_id: TEXT_OR_NULL,
  backfill: FLAG,
  metric: METRIC,
};
const NAMED = (type: string): Schema => resource(type, { id: TEXT }, ['id']);
const OPT_IN: Schema = { type: ['string', 'null'], enum: ['double_opt_in', 'single_opt_in', null] };
const TOPICS = record({ 'webhook-topics': data(many(NAMED('webhook-topic'))) }, ['webhook-topics']);
const CONSENTING = record(
  { ...texts('email', 'phone_number', 'age_gated_date_of_birth'), subscriptions: FREE },
  ['subscriptions'],
);

const subscriptionJob = (type: string): Schema =>
  data(
    resource(type, {
      attributes: record(
        {
          custom_source: TEXT_OR_NULL,
          historical_import: FLAG,
          profiles: data(many(resource('profile', { id: TEXT_OR_NULL, attributes: CONSENTING }))),
        },
        ['profiles'],
      ),
      relationships: record({ list: data(NAMED('list')) }),
    }),
  );

const members = data(many(NAMED('profile')));

/** The bodies that the operations take, by operation id. The emulator's own rules; see `ownDocument`. */
export const BODY_SCHEMAS: Readonly<Record<string, Schema>> = {
  create_event: data(
    resource('event', {
      attributes: record(
        {
          ...EVENT_ATTRIBUTES,
          profile: data(
            resource('profile', { id: TEXT_OR_NULL, attributes: record({ ...IN_EVENT, meta: META }) }),
          ),
        },
        ['properties', 'metric', 'profile'],
      ),
    }),
  ),
  bulk_create_events: data(
    resource('event-bulk-create-job', {
      attributes: record(
        {
          'events-bulk-create': data(
            many(
              resource('event-bulk-create', {
                attributes: record(
                  {
                    backfill: FLAG,
                    profile: data(
                      resource('profile', { id: TEXT_OR_NULL, attributes: record(IN_EVENT), meta: META }),
                    ),
                    events: data(
                      many(
                        resource('event', { attributes: record(EVENT_ATTRIBUTES, ['properties', 'metric']) }),
                      ),
                    ),
                  },
                  ['profile', 'events'],
                ),
              }),
            ),
          ),
        },
        ['events-bulk-create'],
      ),
    }),
  ),
  create_or_update_profile: data(PROFILE_UPSERT),
  update_profile: data(
    resource('profile', { id: TEXT, attributes: record(PATCHABLE), meta: META }, ['id', 'attributes']),
  ),
  merge_profiles: data(
    resource('profile-merge', { id: TEXT, relationships: record({ profiles: members }, ['profiles']) }, [
      'id',
      'relationships',
    ]),
  ),
  bulk_import_profiles: data(
    resource('profile-bulk-import-job', {
      attributes: record({ profiles: data(many(PROFILE_UPSERT)) }, ['profiles']),
      relationships: record({ lists: record({ data: many(NAMED('list')) }) }),
    }),
  ),
  create_list: data(
    resource('list', { attributes: record({ name: TEXT, opt_in_process: OPT_IN }, ['name']) }),
  ),
  update_list: data(
    resource('list', { id: TEXT, attributes: record({ name: TEXT_OR_NULL, opt_in_process: OPT_IN }) }, [
      'id',
      'attributes',
    ]),
  ),
  add_profiles_to_list: members,
  remove_profiles_from_list: members,
  bulk_subscribe_profiles: subscriptionJob('profile-subscription-bulk-create-job'),
  bulk_unsubscribe_profiles: subscriptionJob('profile-subscription-bulk-delete-job'),
  request_profile_deletion: data(
    resource('data-privacy-deletion-job', {
      attributes: record(
        {
          profile: data(
            resource('profile', { id: TEXT_OR_NULL, attributes: record(texts('email', 'phone_number')) }),
          ),
        },
        ['profile'],
      ),
    }),
  ),
  create_webhook: data(
    resource(
      'webhook',
      {
        attributes: record({ name: TEXT, description: TEXT_OR_NULL, endpoint_url: TEXT, secret_key: TEXT }, [
          'name',
          'endpoint_url',
          'secret_key',
        ]),
        relationships: TOPICS,
      },
      ['attributes', 'relationships'],
    ),
  ),
  update_webhook: data(
    resource(
      'webhook',
      {
        id: TEXT,
        attributes: record({ ...texts('name', 'description', 'endpoint_url', 'secret_key'), enabled: FLAG }),
        relationships: TOPICS,
      },
      ['id', 'attributes'],
    ),
  ),
};
