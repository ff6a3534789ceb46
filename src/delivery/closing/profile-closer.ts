import { inject, injectable } from 'inversify';
import { HOST, type Store } from '../../contract/index.js';
import {
  ErasureProvider,
  type FoundProfile,
  ListsProvider,
  ProfilesProvider,
} from '../../providers/index.js';
import { readJoinedLists, readOriginsOf } from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { type PatientRequest, PatientSender } from '../send/patient-sender.js';
import type { Sent } from '../send/sender.js';
import { clearedProfile } from './cleared-profile.js';

/** A request that came to nothing now, and is made again. */
export type Unsuccessful = Extract<Sent<unknown>, { kind: 'failed' | 'later' | 'refused' }>;

/** Done, with Klaviyo's id of the request; null where there was nothing to be done. */
export type Closed = { readonly kind: 'done'; readonly requestId: string | null } | Unsuccessful;

/** What is done in Klaviyo of a closed account, a request at a time. What is not there is done. */
@injectable()
export class ProfileCloser {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
    @inject(ErasureProvider) private readonly erasure: ErasureProvider,
  ) {}

  /** The member's profile as it stands; null where there is none. */
  async find(
    lane: LaneContext,
    memberId: string,
    profileId: string | null,
  ): Promise<{ readonly kind: 'done'; readonly profile: FoundProfile | null } | Unsuccessful> {
    const sent = await this.send(lane, this.profiles.findOperation, memberId, (session) =>
      this.profiles.look(session, [memberId]),
    );
    if (sent.kind === 'missing') return { kind: 'done', profile: null };
    if (sent.kind !== 'done') return sent;
    const own = sent.value.filter(({ attributes }) => attributes['external_id'] === memberId);
    return { kind: 'done', profile: own.find(({ id }) => id === profileId) ?? own[0] ?? null };
  }

  /** Takes a profile off every list that we have put it on, mapped or not. */
  async takeOff(lane: LaneContext, memberId: string, profileId: string): Promise<Closed> {
    const manager = this.store.read();
    const origins = await readOriginsOf(manager, lane.connectionId, profileId);
    const joined = await readJoinedLists(manager, lane.connectionId, memberId);
    for (const listId of new Set([...origins.keys(), ...joined])) {
      // Whom somebody else has put there stays.
      if (origins.get(listId) === 'found') continue;
      const sent = await this.send(lane, this.lists.removeOperation, listId, (session) =>
        this.lists.remove(session, listId, [profileId]),
      );
      // The list, or the profile, is gone; or Klaviyo knows no such profile there.
      if (sent.kind !== 'done' && sent.kind !== 'missing' && sent.kind !== 'refused') return sent;
    }
    return { kind: 'done', requestId: null };
  }

  /** Takes out of a profile what we have put there. */
  async clear(lane: LaneContext, profile: FoundProfile): Promise<Closed> {
    const cleared = clearedProfile(profile, lane.settings);
    return closed(
      await this.send(lane, this.profiles.operation, profile.id, (session) =>
        this.profiles.send(session, cleared),
      ),
    );
  }

  async erase(lane: LaneContext, profileId: string): Promise<Closed> {
    return closed(
      await this.send(lane, this.erasure.operation, profileId, (session) =>
        this.erasure.erase(session, profileId),
      ),
    );
  }

  private send<T>(
    lane: LaneContext,
    operation: string,
    key: string,
    request: PatientRequest<T>['request'],
  ): Promise<Sent<T>> {
    return this.sender.send(lane, { operation, items: 1, key: `close ${key}`, backfill: false, request });
  }
}

function closed(sent: Sent<unknown>): Closed {
  const isDone = sent.kind === 'done' || sent.kind === 'missing';
  return isDone ? { kind: 'done', requestId: sent.answer.requestId } : sent;
}
