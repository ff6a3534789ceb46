/**
 * The operations that rest together when Klaviyo refuses one of them for want of a permission: a capability pauses as a
 * whole, and the others go on. Profiles and points share theirs.
 */
export const CAPABILITY_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  events: ['create_event', 'bulk_create_events'],
  profiles: [
    'create_or_update_profile',
    'update_profile',
    'bulk_import_profiles',
    'get_bulk_import_profiles_job',
    'get_bulk_import_profiles_jobs',
    'get_errors_for_bulk_import_profiles_job',
    'get_profiles',
  ],
  lists: ['add_profiles_to_list', 'remove_profiles_from_list', 'get_profile_ids_for_list'],
};

/** Key of the problem that tells that a capability lacks its permission. */
export const forbiddenProblem = (capability: string): string => `forbidden:${capability}`;
