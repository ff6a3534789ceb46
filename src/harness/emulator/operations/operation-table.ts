import type { Operation, RateLimit } from './operation.js';

const XS: RateLimit = { burst: 1, steady: 15 };
const S: RateLimit = { burst: 3, steady: 60 };
const M: RateLimit = { burst: 10, steady: 150 };
const L: RateLimit = { burst: 75, steady: 750 };
const XL: RateLimit = { burst: 350, steady: 3500 };

const PAGES = ['page[cursor]', 'page[size]'];
const PROFILE = ['additional-fields[profile]', 'fields[profile]'];
const JOB = 'fields[profile-bulk-import-job]';
const LISTS = '/api/lists/{id}';
const MEMBERS = `${LISTS}/relationships/profiles`;
const JOBS = '/api/profile-bulk-import-jobs';

const operation = (
  id: string,
  call: string,
  limit: RateLimit,
  scopes: readonly string[],
  query: readonly string[] = [],
): Operation => {
  const [method = '', path = ''] = call.split(' ');
  return { id, method, path, limit, scopes, query };
};

/**
 * The operations of revision 2026-07-15 that the emulator serves, with their scopes (`x-klaviyo-scopes`) and limits
 * (`x-klaviyo-ratelimit`). Kept here as well because the OpenAPI document may be absent; a test compares the two
 * where it is at hand.
 */
export const OPERATIONS: readonly Operation[] = [
  operation('get_accounts', 'GET /api/accounts', XS, ['accounts:read'], ['fields[account]']),
  operation(
    'get_events',
    'GET /api/events',
    XL,
    ['events:read'],
    [
      'fields[attribution]',
      'fields[event]',
      'fields[metric]',
      'fields[profile]',
      'filter',
      'include',
      'sort',
      ...PAGES,
    ],
  ),
  operation('create_event', 'POST /api/events', XL, ['events:write']),
  operation('bulk_create_events', 'POST /api/event-bulk-create-jobs', M, ['events:write']),
  operation('create_or_update_profile', 'POST /api/profile-import', L, ['profiles:write'], PROFILE),
  operation(
    'get_bulk_import_profiles_jobs',
    `GET ${JOBS}`,
    M,
    ['lists:read', 'profiles:read'],
    [JOB, 'filter', 'sort', ...PAGES],
  ),
  operation('bulk_import_profiles', `POST ${JOBS}`, M, ['lists:write', 'profiles:write'], [JOB]),
  operation(
    'get_bulk_import_profiles_job',
    `GET ${JOBS}/{job_id}`,
    M,
    ['lists:read', 'profiles:read'],
    ['fields[list]', JOB, 'include'],
  ),
  operation(
    'get_errors_for_bulk_import_profiles_job',
    `GET ${JOBS}/{id}/import-errors`,
    M,
    ['profiles:read'],
    ['fields[import-error]', ...PAGES],
  ),
  operation(
    'get_profiles_for_bulk_import_profiles_job',
    `GET ${JOBS}/{id}/profiles`,
    M,
    ['profiles:read'],
    [...PROFILE, ...PAGES],
  ),
  operation(
    'get_profiles',
    'GET /api/profiles',
    L,
    ['profiles:read'],
    [...PROFILE, 'fields[conversation]', 'fields[push-token]', 'filter', 'include', 'sort', ...PAGES],
  ),
  operation(
    'get_profile',
    'GET /api/profiles/{id}',
    L,
    ['profiles:read'],
    [...PROFILE, 'fields[conversation]', 'fields[list]', 'fields[push-token]', 'fields[segment]', 'include'],
  ),
  operation('update_profile', 'PATCH /api/profiles/{id}', L, ['profiles:write'], PROFILE),
  operation('merge_profiles', 'POST /api/profile-merge', M, ['profiles:write'], ['fields[profile]']),
  operation(
    'get_lists',
    'GET /api/lists',
    L,
    ['lists:read'],
    ['fields[flow]', 'fields[list]', 'fields[tag]', 'filter', 'include', 'sort', ...PAGES],
  ),
  operation('create_list', 'POST /api/lists', { ...M, daily: 150 }, ['lists:write'], ['fields[list]']),
  operation(
    'get_list',
    `GET ${LISTS}`,
    L,
    ['lists:read'],
    ['additional-fields[list]', 'fields[flow]', 'fields[list]', 'fields[tag]', 'include'],
  ),
  operation('update_list', `PATCH ${LISTS}`, M, ['lists:write'], ['fields[list]']),
  operation('delete_list', `DELETE ${LISTS}`, M, ['lists:write']),
  operation(
    'get_profile_ids_for_list',
    `GET ${MEMBERS}`,
    L,
    ['lists:read', 'profiles:read'],
    ['filter', 'sort', ...PAGES],
  ),
  operation('add_profiles_to_list', `POST ${MEMBERS}`, M, ['lists:write', 'profiles:write']),
  operation('remove_profiles_from_list', `DELETE ${MEMBERS}`, M, ['lists:write', 'profiles:write']),
  operation(
    'get_profiles_for_list',
    `GET ${LISTS}/profiles`,
    L,
    ['lists:read', 'profiles:read'],
    [...PROFILE, 'filter', 'sort', ...PAGES],
  ),
  operation('bulk_subscribe_profiles', 'POST /api/profile-subscription-bulk-create-jobs', L, [
    'lists:write',
    'profiles:write',
    'subscriptions:write',
  ]),
  operation('bulk_unsubscribe_profiles', 'POST /api/profile-subscription-bulk-delete-jobs', L, [
    'lists:write',
    'profiles:write',
    'subscriptions:write',
  ]),
  operation('request_profile_deletion', 'POST /api/data-privacy-deletion-jobs', S, ['data-privacy:write']),
  operation(
    'get_metrics',
    'GET /api/metrics',
    M,
    ['metrics:read'],
    ['fields[flow]', 'fields[metric]', 'filter', 'include', 'page[cursor]'],
  ),
  operation(
    'get_webhooks',
    'GET /api/webhooks',
    XS,
    ['webhooks:read'],
    ['fields[webhook-topic]', 'fields[webhook]', 'include'],
  ),
  operation('create_webhook', 'POST /api/webhooks', XS, ['webhooks:write'], ['fields[webhook]']),
  operation(
    'get_webhook',
    'GET /api/webhooks/{id}',
    XS,
    ['webhooks:read'],
    ['fields[webhook-topic]', 'fields[webhook]', 'include'],
  ),
  operation('update_webhook', 'PATCH /api/webhooks/{id}', XS, ['webhooks:write'], ['fields[webhook]']),
  operation('delete_webhook', 'DELETE /api/webhooks/{id}', XS, ['webhooks:write']),
  operation(
    'get_webhook_topics',
    'GET /api/webhook-topics',
    XS,
    ['webhooks:read'],
    ['fields[webhook-topic]'],
  ),
];
