import { inject, injectable } from 'inversify';
import type { ListExplanation } from '../../contract/index.js';
import { HOST, type Store } from '../../contract/index.js';
import { wantedOnList } from '../../delivery/index.js';
import type { Settings } from '../../settings/index.js';
import {
  type ListOrigin,
  readJoinedLists,
  readListStates,
  readOriginsOf,
  readTold,
} from '../../store/index.js';

/** Whose places. */
export interface OfMember {
  readonly connectionId: string;
  readonly memberId: string;
  readonly profileId: string | null;
  readonly settings: Settings;
  readonly memberships: { readonly asOf: number; readonly audienceIds: readonly string[] } | null;
  readonly audienceNames: ReadonlyMap<string, string>;
  /** Lists that a mark of the member stands for. */
  readonly moving: ReadonlySet<string>;
}

/** Tells on which lists a member is, and why it is not on the others that are mapped. */
@injectable()
export class ListPlaces {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  async of(member: OfMember): Promise<readonly ListExplanation[]> {
    const { connectionId, memberId, profileId, settings, memberships, audienceNames } = member;
    const listIds = [...new Set(settings.audiences.map(({ listId }) => listId))];
    if (listIds.length === 0) return [];
    const manager = this.store.read();
    const [told, origins, joined, states] = await Promise.all([
      readTold(manager, connectionId, [memberId]),
      profileId === null ? new Map<string, ListOrigin>() : readOriginsOf(manager, connectionId, profileId),
      readJoinedLists(manager, connectionId, memberId),
      readListStates(manager, connectionId),
    ]);
    return listIds.map((listId): ListExplanation => {
      const mappings = settings.audiences.filter((one) => one.listId === listId);
      const wanted = wantedOnList(listId, settings.audiences, {
        asOf: memberships?.asOf ?? 0,
        audiences: memberships?.audienceIds ?? [],
        told,
      });
      const on = origins.get(listId) ?? (joined.has(listId) ? 'ours' : 'no');
      const state = states.find((one) => one.listId === listId);
      const audiences = mappings
        .filter(({ audienceId }) => memberships?.audienceIds.includes(audienceId))
        .map(({ audienceId }) => audienceNames.get(audienceId) ?? audienceId);
      return {
        listId,
        list: state?.name ?? listId,
        audiences,
        wanted,
        on,
        why: sentence({
          wanted,
          on,
          paused: state?.pausedReason !== null && state?.pausedReason !== undefined,
          moving: member.moving.has(listId),
          off: !settings.capabilities.lists,
          mirrored: mappings.every(({ mode }) => mode === 'mirror'),
        }),
      };
    });
  }
}

interface Place {
  readonly wanted: boolean;
  readonly on: 'ours' | 'found' | 'no';
  readonly paused: boolean;
  readonly moving: boolean;
  readonly off: boolean;
  readonly mirrored: boolean;
}

function sentence({ wanted, on, paused, moving, off, mirrored }: Place): string {
  if (off) return 'Lists are switched off in the settings.';
  if (paused) return 'The list no longer exists in Klaviyo; its mapping rests.';
  if (on === 'found') return 'Somebody else has put the member on the list; it stays there.';
  if (moving) return 'A change is on its way to the list.';
  if (wanted) {
    return on === 'ours'
      ? 'It is in an audience mapped to the list, and was added.'
      : 'It is in an audience mapped to the list and was not added yet. Load the audience to add it.';
  }
  if (on === 'no') return 'It is in no audience that is mapped to the list.';
  return mirrored
    ? 'It has left the audience; the removal waits for a person or for the next reconciliation.'
    : 'It has left the audience, and this list only ever adds.';
}
