import { isoTime } from '../iso-time.js';
import type { JsonObject, JsonValue } from '../json.js';
import { profileAttributes } from '../profiles/profile-resource.js';
import type { AccountState } from './account-state.js';
import type { RecordedEvent } from './event-store.js';
import type { ImportJob } from './import-job.js';
import type { Profile } from './profile.js';

/** An account as `GET /__admin/state` shows it. */
export interface AccountView {
  readonly id: string;
  readonly name: string;
  readonly profiles: readonly { readonly id: string; readonly attributes: JsonObject }[];
  readonly events: readonly EventView[];
  readonly lists: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: readonly string[];
    /** How many members were ever added: each addition would have started the list's flows. */
    readonly additions: number;
  }[];
  readonly jobs: readonly JobView[];
  readonly metrics: readonly {
    readonly id: string;
    readonly name: string;
    readonly currency: string | null;
  }[];
  /** What subscription jobs asked for. */
  readonly subscriptions: readonly { readonly kind: string; readonly at: string; readonly body: JsonValue }[];
  /** What deletion jobs asked for. */
  readonly erasures: readonly { readonly at: string; readonly body: JsonValue }[];
  readonly webhooks: readonly { readonly id: string; readonly name: string; readonly enabled: boolean }[];
}

/** An event as `GET /__admin/state` shows it. */
export interface EventView {
  readonly id: string;
  readonly profileId: string;
  readonly metric: string;
  readonly uniqueId: string;
  readonly time: string;
  /** When it was taken in, epoch milliseconds. */
  readonly takenAt: number;
  readonly backfill: boolean;
  readonly properties: JsonObject;
  readonly value: number | null;
  readonly valueCurrency: string | null;
}

/** An import job as `GET /__admin/state` shows it. */
export interface JobView {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly lists: readonly string[];
}

/** All that an account holds, in one value. */
export const accountView = (account: AccountState): AccountView => ({
  ...smallView(account),
  profiles: Array.from(account.profiles.all(), profileView),
  events: account.events.all().map((event) => eventView(account, event)),
});

/** An account without what there is a million of. */
const smallView = (account: AccountState): Omit<AccountView, 'profiles' | 'events'> => {
  const notes = [...account.notes.all()].map((note) => ({ ...note, at: isoTime(note.at) }));
  return {
    ...account.head,
    lists: account.lists.heads().map(({ id, name, additions }) => ({
      id,
      name,
      additions,
      members: Array.from(account.lists.members(id), ({ profileId }) => profileId),
    })),
    jobs: [...account.jobs.all()].map(jobView),
    metrics: [...account.events.metrics()].map(({ id, name, currency }) => ({ id, name, currency })),
    subscriptions: notes
      .filter(({ kind }) => kind !== 'erase')
      .map(({ kind, at, body }) => ({ kind, at, body })),
    erasures: notes.filter(({ kind }) => kind === 'erase').map(({ at, body }) => ({ at, body })),
    webhooks: [...account.webhooks.all()].map(({ id, name, enabled }) => ({ id, name, enabled })),
  };
};

/** The same as text, in pieces: a million profiles are longer than the longest string. */
export function* stateText(accounts: readonly AccountState[]): Generator<string> {
  yield '{"accounts":[';
  for (const [place, account] of accounts.entries()) {
    yield `${place === 0 ? '' : ','}${JSON.stringify(smallView(account)).slice(0, -1)},"profiles":[`;
    yield* joined(account.profiles.all(), profileView);
    yield '],"events":[';
    yield* joined(account.events.all(), (event) => eventView(account, event));
    yield ']}';
  }
  yield ']}';
}

/** Items in one piece of text: their views live no longer than it. */
const PIECE = 500;

function* joined<T>(items: Iterable<T>, view: (item: T) => object): Generator<string> {
  let texts: string[] = [];
  let first = true;
  for (const item of items) {
    texts.push(JSON.stringify(view(item)));
    if (texts.length < PIECE) continue;
    yield (first ? '' : ',') + texts.join(',');
    first = false;
    texts = [];
  }
  if (texts.length > 0) yield (first ? '' : ',') + texts.join(',');
}

/** A profile as the admin surface shows it. */
export const profileView = (profile: Profile): AccountView['profiles'][number] => ({
  id: profile.id,
  attributes: profileAttributes(profile),
});

/** An event as the admin surface shows it. */
export const eventView = (account: AccountState, event: RecordedEvent): EventView => ({
  id: event.id,
  profileId: event.profileId,
  metric: account.events.metric(event.metricId)?.name ?? '',
  uniqueId: event.uniqueId,
  time: isoTime(event.time),
  takenAt: event.at,
  backfill: event.backfill,
  properties: event.properties,
  value: event.value,
  valueCurrency: event.currency,
});

const jobView = (job: ImportJob): JobView => ({
  id: job.id,
  status: job.status,
  total: job.total,
  completed: job.completedCount,
  failed: job.failedCount,
  lists: job.lists,
});
