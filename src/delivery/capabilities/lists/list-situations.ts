import { inject, injectable } from 'inversify';
import { HOST, type Store } from '../../../contract/index.js';
import { readJoinedAmong, readOriginsAmong, readTold } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Prepared } from '../../member/prepared.js';
import type { OnList } from './list-verdicts.js';
import { wantedOnList } from '../../marks/wanted-on-list.js';
import { groupBy } from '../../kit/group-by.js';

/** How members stand to a list: whether they belong on it, and by whose hand they are on it. */
export interface Situations {
  wanted(memberId: string): boolean;
  origin(member: Prepared): 'ours' | 'found' | null;
}

/** Reads what was told of members, and what is recorded of a list. */
@injectable()
export class ListSituations {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  async of(lane: LaneContext, listId: string, marked: readonly OnList[]): Promise<Situations> {
    const { connectionId, settings } = lane;
    const memberIds = marked.map(({ prepared }) => prepared.key);
    const profileIds = marked.flatMap(({ prepared }) => prepared.link.profileId ?? []);
    const manager = this.store.read();
    const [told, origins, joiners] = await Promise.all([
      readTold(manager, connectionId, memberIds),
      readOriginsAmong(manager, connectionId, listId, profileIds),
      readJoinedAmong(manager, connectionId, listId, memberIds),
    ]);
    const toldOf = groupBy(told, ({ memberId }) => memberId);
    const wanted = new Set(
      marked
        .filter(
          ({ prepared: { key, work, isWithdrawn } }) =>
            !isWithdrawn &&
            wantedOnList(listId, settings.audiences, {
              asOf: work.memberships?.asOf ?? 0,
              audiences: work.memberships?.audienceIds ?? [],
              told: toldOf.get(key) ?? [],
            }),
        )
        .map(({ prepared }) => prepared.key),
    );
    return {
      wanted: (memberId) => wanted.has(memberId),
      origin: ({ key, link }) => origins.get(link.profileId ?? '') ?? (joiners.has(key) ? 'ours' : null),
    };
  }
}
