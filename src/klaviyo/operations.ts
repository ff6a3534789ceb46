/** What the body of an operation's success looks like: nothing, one resource with its id, or resources by the page. */
type SuccessBody = 'empty' | 'resource' | 'page';

/** One operation of Klaviyo's API, as far as its answers have to be judged. */
export interface Operation {
  /** Whether a request that nobody answered may have changed something. */
  readonly isWrite: boolean;
  /** The statuses of its one success; every other one is none, 2xx included. */
  readonly success: readonly number[];
  readonly body: SuccessBody;
  /** OAuth scopes that Klaviyo asks for. */
  readonly scopes: readonly string[];
}

const read = (body: SuccessBody, ...scopes: string[]): Operation => ({
  isWrite: false,
  success: [200],
  body,
  scopes,
});

const write = (success: readonly number[], body: SuccessBody, ...scopes: string[]): Operation => ({
  isWrite: true,
  success,
  body,
  scopes,
});

const LIST_MEMBERS = ['lists:write', 'profiles:write'] as const;

/**
 * The operations that this extension uses, by `operationId` of Klaviyo's OpenAPI. A request of an operation without a
 * row does not compile. Sources: OpenAPI (`responses`, `x-klaviyo-scopes`) and recorded answers.
 */
export const OPERATIONS = {
  get_accounts: read('page', 'accounts:read'),
  create_event: write([202], 'empty', 'events:write'),
  bulk_create_events: write([202], 'empty', 'events:write'),
  create_or_update_profile: write([200, 201], 'resource', 'profiles:write'),
  update_profile: write([200], 'resource', 'profiles:write'),
  get_profile: read('resource', 'profiles:read'),
  get_profiles: read('page', 'profiles:read'),
  bulk_import_profiles: write([202], 'resource', ...LIST_MEMBERS),
  get_bulk_import_profiles_job: read('resource', 'lists:read', 'profiles:read'),
  get_bulk_import_profiles_jobs: read('page', 'lists:read', 'profiles:read'),
  get_errors_for_bulk_import_profiles_job: read('page', 'profiles:read'),
  get_lists: read('page', 'lists:read'),
  get_list: read('resource', 'lists:read'),
  create_list: write([201], 'resource', 'lists:write'),
  delete_list: write([204], 'empty', 'lists:write'),
  get_profile_ids_for_list: read('page', 'lists:read', 'profiles:read'),
  add_profiles_to_list: write([204], 'empty', ...LIST_MEMBERS),
  remove_profiles_from_list: write([204], 'empty', ...LIST_MEMBERS),
  request_profile_deletion: write([202], 'empty', 'data-privacy:write'),
} as const satisfies Readonly<Record<string, Operation>>;

/** `operationId` of an operation in {@link OPERATIONS}. */
export type OperationName = keyof typeof OPERATIONS;

/**
 * Scopes of an operation that were not granted; null where it is not known what was granted.
 *
 * @param granted the scopes of the connection, as Klaviyo told them with the tokens
 */
export function missingScopes(
  operation: OperationName,
  granted: readonly string[] | null,
): readonly string[] | null {
  if (granted === null || granted.length === 0) return null;
  return OPERATIONS[operation].scopes.filter((scope) => !granted.includes(scope));
}
