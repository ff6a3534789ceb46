import type { EntityManager } from 'typeorm';
import { readEvents } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { placesAgain } from '../../marks/lost-profile.js';
import type { Verdict } from '../../verdict/verdict.js';
import type { ReadyEvent } from './event-delivery.js';

/**
 * A profile was merged or deleted. Nothing is frozen to it any more: the member's state is made anew, and its events go
 * to whoever that is.
 *
 * @param waiting events of the member that are loaded
 * @param now epoch ms
 */
export async function thawedTargets(
  manager: EntityManager,
  { connectionId, settings }: Pick<LaneContext, 'connectionId' | 'settings'>,
  { prepared: { key, link }, target }: ReadyEvent,
  waiting: readonly string[],
  now: number,
): Promise<Verdict> {
  const { id } = target.profile;
  const events = await readEvents(manager, connectionId, waiting);
  const frozen = events.filter((event) => event.frozen?.profile.id === id);
  const unknown = { profileId: null, acceptedProfile: null, acceptedPoints: null };
  return {
    rows: {
      targets: frozen.map(({ eventId }) => ({ eventId, target: null })),
      tallies: [{ kind: 'warned', code: 'profile_gone', count: 1 }],
      ...(link.profileId === id
        ? {
            links: [{ ...link, ...unknown }],
            places: [{ kind: 'lost', memberId: key }],
            marksRaised: placesAgain(settings, key, now),
          }
        : {}),
    },
    backlog: { members: [{ key, cap: 'any' }] },
  };
}
