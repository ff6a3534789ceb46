import { EventStore } from './event-store.js';
import type { ImportJob } from './import-job.js';
import { ListStore } from './list-store.js';
import type { Note } from './note.js';
import type { Profile } from './profile.js';
import type { PendingMerge } from './pending-merge.js';
import { ProfileStore } from './profile-store.js';
import { RecordStore } from './record-store.js';
import type { Remember, StateRecord } from './state-record.js';
import type { Webhook } from './webhook.js';

/** Who an account is. */
export interface AccountHead {
  /** Six characters; also the public key. */
  readonly id: string;
  readonly name: string;
  readonly created: number;
}

/** Everything that one Klaviyo account holds. */
export class AccountState {
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly lists: ListStore;
  readonly jobs: RecordStore<ImportJob>;
  readonly merges: RecordStore<PendingMerge>;
  readonly webhooks: RecordStore<Webhook>;
  readonly notes: RecordStore<Note>;

  constructor(
    readonly head: AccountHead,
    remember: Remember,
    readDelayMs: () => number,
  ) {
    const { id } = head;
    this.profiles = new ProfileStore(id, remember, readDelayMs);
    this.events = new EventStore(id, remember);
    this.lists = new ListStore(id, remember, readDelayMs);
    this.jobs = new RecordStore('job', id, remember);
    this.merges = new RecordStore('merging', id, remember);
    this.webhooks = new RecordStore('webhook', id, remember);
    this.notes = new RecordStore('note', id, remember);
  }

  /** Removes a profile with all that hangs on it. */
  erase(profile: Profile): void {
    this.lists.forget(profile.id);
    this.events.forget(profile.id);
    this.profiles.delete(profile.id);
  }

  /** Merges one profile into another: events and memberships move, missing identifiers and attributes are filled. */
  merge(source: Profile, destination: Profile, now: number): void {
    for (const list of this.lists.listsOf(source.id)) this.lists.join(list, destination.id, now);
    this.lists.forget(source.id);
    this.events.move(source.id, destination.id);
    this.profiles.merge(source.id, destination.id);
    this.profiles.put({
      ...destination,
      email: destination.email ?? source.email,
      phone_number: destination.phone_number ?? source.phone_number,
      external_id: destination.external_id ?? source.external_id,
      names: { ...source.names, ...destination.names },
      location: destination.location ?? source.location,
      properties: { ...source.properties, ...destination.properties },
      updated: now,
    });
  }

  restore(record: StateRecord): void {
    // Each store takes what is its own and says so.
    this.#stores().some((store) => store.restore(record));
  }

  *records(): Generator<StateRecord> {
    yield { k: 'account', v: this.head };
    for (const store of this.#stores()) yield* store.records();
  }

  #stores() {
    const { profiles, events, lists, jobs, merges, webhooks, notes } = this;
    return [profiles, events, lists, jobs, merges, webhooks, notes] as const;
  }
}
