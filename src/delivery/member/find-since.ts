import type { LinkRow } from '../../store/index.js';
import { isContactless } from './is-contactless.js';
import type { Identity } from './member-identity.js';

/**
 * Since when (epoch ms) a member's profile is to be found by the member's id before anything of it is written; 0 where
 * that is not needed. Klaviyo merges by e-mail and phone: who has changed them, or has neither, and whose profile's id
 * is not known, would become a second profile.
 */
export function findSince(link: LinkRow, identity: Identity): number {
  if (link.profileId !== null || link.findFrom < 0) return 0;
  if (link.findFrom > 0) return link.findFrom;
  return isContactless(identity) ? link.writeBegunAt : 0;
}
