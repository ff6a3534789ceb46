import type { AccountState } from './account-state.js';

/** An account in numbers, as `GET /__admin/state?summary=1` shows it. */
export interface AccountSummary {
  readonly id: string;
  readonly name: string;
  readonly profiles: number;
  readonly events: number;
  /** Of the events those that start no flows. */
  readonly backfilled: number;
  readonly lists: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: number;
    readonly additions: number;
  }[];
  /** Import jobs by status. */
  readonly jobs: Readonly<Record<string, number>>;
}

/** Counts without showing anything: what can be asked for again and again while a million profiles come in. */
export const accountSummary = (account: AccountState): AccountSummary => {
  const jobs: Record<string, number> = {};
  for (const { status } of account.jobs.all()) jobs[status] = (jobs[status] ?? 0) + 1;
  return {
    id: account.head.id,
    name: account.head.name,
    profiles: account.profiles.size,
    events: account.events.size,
    backfilled: account.events.backfilled,
    lists: account.lists.heads().map(({ id, name, additions }) => ({
      id,
      name,
      members: account.lists.memberCount(id),
      additions,
    })),
    jobs,
  };
};
