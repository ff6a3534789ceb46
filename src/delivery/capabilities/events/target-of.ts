import { metricName } from '../../../mapping/index.js';
import type { FrozenTarget } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { OutboxEvent } from '../../member/member-work.js';
import type { Prepared } from '../../member/prepared.js';

/**
 * Profile and metric of an event. Klaviyo knows an event by them and its unique id, so the first attempt freezes them.
 * Only an e-mail address or a phone number that the member has given up since is replaced by the profile's id: it would
 * make a second profile.
 */
export function targetOf(
  { settings }: Pick<LaneContext, 'settings'>,
  { event, frozen }: Pick<OutboxEvent, 'event' | 'frozen'>,
  prepared: Pick<Prepared, 'member' | 'identity' | 'link'>,
): FrozenTarget {
  if (!frozen) return { metric: metricName(event.type, settings.events.names), profile: profileOf(prepared) };
  const hasMoved = prepared.link.profileId !== null && isGivenUp(frozen.profile.attributes, prepared);
  return hasMoved ? { ...frozen, profile: profileOf(prepared) } : frozen;
}

/**
 * Who the event is of: by the profile's own id where it is known, else by e-mail, else by phone. The member's id goes
 * along with the profile's; alone it finds nobody. [?]
 */
function profileOf({
  member,
  identity,
  link,
}: Pick<Prepared, 'member' | 'identity' | 'link'>): FrozenTarget['profile'] {
  const { email, phone } = identity;
  if (link.profileId !== null) return { id: link.profileId, attributes: { external_id: member.id } };
  if (email !== undefined) return { attributes: { email } };
  if (phone !== undefined) return { attributes: { phone_number: phone } };
  return { attributes: { external_id: member.id } };
}

function isGivenUp(
  { email, phone_number: phone }: FrozenTarget['profile']['attributes'],
  { identity }: Pick<Prepared, 'identity'>,
): boolean {
  return (
    (email !== undefined && email !== identity.email) || (phone !== undefined && phone !== identity.phone)
  );
}
