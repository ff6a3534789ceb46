import type { RateWindow } from '../../klaviyo/index.js';

const windows = (burst: number, steady: number): readonly RateWindow[] => [
  { limit: burst, windowMs: 1_000 },
  { limit: steady, windowMs: 60_000 },
];

const XS = windows(1, 15);
const M = windows(10, 150);
const L = windows(75, 750);
const XL = windows(350, 3_500);

const PUBLISHED: Readonly<Record<string, readonly RateWindow[]>> = {
  create_event: XL,
  bulk_create_events: M,
  create_or_update_profile: L,
  update_profile: L,
  bulk_import_profiles: M,
  get_bulk_import_profiles_job: M,
  get_bulk_import_profiles_jobs: M,
  get_errors_for_bulk_import_profiles_job: M,
  get_profiles: L,
  get_accounts: XS,
  get_profile: L,
  get_lists: L,
  get_list: L,
  create_list: [...M, { limit: 150, windowMs: 86_400_000 }],
  delete_list: M,
  request_profile_deletion: windows(3, 60),
  get_profile_ids_for_list: L,
  add_profiles_to_list: M,
  remove_profiles_from_list: M,
};

/**
 * The windows that Klaviyo publishes for an operation; what the headers of its answers say replaces them. For an
 * operation that is not in the table, the tightest that Klaviyo has for writes in bulk. Source: OpenAPI,
 * `x-klaviyo-ratelimit`.
 */
export const publishedWindows = (operation: string): readonly RateWindow[] => PUBLISHED[operation] ?? M;
