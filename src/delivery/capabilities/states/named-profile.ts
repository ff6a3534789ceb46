import type { EntityManager } from 'typeorm';
import { isProfileOfAnother, type LinkRow } from '../../../store/index.js';
import type { Prepared } from '../../member/prepared.js';
import type { Sent } from '../../send/sender.js';
import type { Verdict } from '../../verdict/verdict.js';

type Refused = Extract<Sent<unknown>, { kind: 'refused' | 'missing' }>;

/** The profile that has the identifiers which were refused, where Klaviyo names it. Source: OpenAPI, 409 of the upsert. */
export function namedProfile({ answer }: Refused): string | null {
  const profileId = answer.errors[0]?.meta['duplicate_profile_id'];
  return answer.status === 409 && typeof profileId === 'string' ? profileId : null;
}

/**
 * The profile that Klaviyo names has an identifier of the member, and no member of ours is linked to it: it is the member's,
 * and is written to by its id. What it is named for stays. Where another member has it by now, it is judged anew.
 */
export async function decideNamedProfile(
  manager: EntityManager,
  connectionId: string,
  { key, link }: Prepared,
  profileId: string,
): Promise<Verdict> {
  const isAnothers = await isProfileOfAnother(manager, connectionId, profileId, key);
  return {
    rows: { links: [isAnothers ? link : { ...link, profileId }] },
    backlog: { members: [{ key, state: { dueAt: 0 }, refused: true }] },
  };
}

/**
 * A link to a profile that was named and has never taken anything is given up with the next conflict: the identifiers stand
 * on two profiles, and it is nothing that was lost.
 */
export const withoutUnprovenProfile = (link: LinkRow, sent: Refused): LinkRow =>
  link.acceptedAt === null && link.profileId !== null && namedProfile(sent) !== null
    ? { ...link, profileId: null }
    : link;
