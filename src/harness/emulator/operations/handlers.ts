import { bulkCreateEvents } from '../events/bulk-create-events.js';
import { createEvent } from '../events/create-event.js';
import { getEvents } from '../events/get-events.js';
import { getMetrics } from '../events/get-metrics.js';
import {
  createImportJob,
  getImportErrors,
  getImportJob,
  getImportJobs,
  getImportProfiles,
} from '../jobs/import-jobs.js';
import { addMembers, getMemberIds, getMembers, removeMembers } from '../lists/list-members.js';
import { createList, deleteList, getList, getLists, updateList } from '../lists/lists.js';
import { getProfile, getProfiles } from '../profiles/get-profiles.js';
import { importProfile } from '../profiles/import-profile.js';
import { mergeProfiles } from '../profiles/merge-profiles.js';
import { requestDeletion } from '../profiles/request-deletion.js';
import { subscribeProfiles, unsubscribeProfiles } from '../profiles/subscriptions.js';
import { updateProfile } from '../profiles/update-profile.js';
import { getAccounts } from './accounts.js';
import type { Handler } from './api-call.js';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  getWebhooks,
  getWebhookTopics,
  updateWebhook,
} from './webhooks.js';

/** What serves each operation, by its id. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  get_accounts: getAccounts,
  get_events: getEvents,
  create_event: createEvent,
  bulk_create_events: bulkCreateEvents,
  create_or_update_profile: importProfile,
  get_bulk_import_profiles_jobs: getImportJobs,
  bulk_import_profiles: createImportJob,
  get_bulk_import_profiles_job: getImportJob,
  get_errors_for_bulk_import_profiles_job: getImportErrors,
  get_profiles_for_bulk_import_profiles_job: getImportProfiles,
  get_profiles: getProfiles,
  get_profile: getProfile,
  update_profile: updateProfile,
  merge_profiles: mergeProfiles,
  get_lists: getLists,
  create_list: createList,
  get_list: getList,
  update_list: updateList,
  delete_list: deleteList,
  get_profile_ids_for_list: getMemberIds,
  add_profiles_to_list: addMembers,
  remove_profiles_from_list: removeMembers,
  get_profiles_for_list: getMembers,
  bulk_subscribe_profiles: subscribeProfiles,
  bulk_unsubscribe_profiles: unsubscribeProfiles,
  request_profile_deletion: requestDeletion,
  get_metrics: getMetrics,
  get_webhooks: getWebhooks,
  create_webhook: createWebhook,
  get_webhook: getWebhook,
  update_webhook: updateWebhook,
  delete_webhook: deleteWebhook,
  get_webhook_topics: getWebhookTopics,
};
