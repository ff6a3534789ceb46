/** What the checks look at of a Klaviyo account, as `GET /__admin/state` shows it. */
export interface AccountState {
  readonly id: string;
  readonly profiles: readonly ProfileState[];
  /** In the order in which they were recorded. */
  readonly events: readonly EventState[];
  readonly lists: readonly ListState[];
  readonly jobs: readonly JobState[];
}

export interface ProfileState {
  readonly id: string;
  readonly attributes: {
    readonly email: string | null;
    readonly phone_number: string | null;
    readonly external_id: string | null;
    readonly first_name: string | null;
    readonly properties: Readonly<Record<string, unknown>>;
  };
}

interface EventState {
  readonly profileId: string;
  readonly metric: string;
  readonly uniqueId: string;
}

interface ListState {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

interface JobState {
  readonly id: string;
  readonly status: string;
  /** Profiles in it. */
  readonly total: number;
  readonly failed: number;
}
