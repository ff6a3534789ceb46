import { createEvent } from '../events/create-event.js';
import { importProfile } from '../profiles/import-profile.js';
import { getAccounts } from './accounts.js';
import type { Handler } from './api-call.js';

/** What serves each operation, by its id. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  get_accounts: getAccounts,
  create_event: createEvent,
  create_or_update_profile: importProfile,
};
