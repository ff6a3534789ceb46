import type { IdentifierKind, LinkRow } from '../../store/index.js';

/** An identifier as the store has it. */
interface HashedIdentifier {
  readonly kind: IdentifierKind;
  /** Keyed. */
  readonly hash: string;
}

/** What a member claims. */
export interface Claim {
  readonly link: LinkRow;
  /** Hashes of the member's identifiers as the platform has them now; null for none. */
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
  /** Nothing was ever claimed for it. */
  readonly isNew: boolean;
}

/** What a member gets, and what changes hands by it. */
export interface ClaimDecision {
  readonly link: LinkRow;
  readonly isNew: boolean;
  /** What it no longer goes by, and its profile may still carry. */
  readonly left: readonly HashedIdentifier[];
  /** What another member has. */
  readonly wanted: readonly HashedIdentifier[];
}

/**
 * Takes what is free, and keeps the place of whoever comes after in the same batch. What it leaves is free for others
 * when Klaviyo's profile has let it go. Whose identifiers change while its profile's id is not known has to be found by
 * its own id first: Klaviyo would make a second profile of it.
 *
 * @param holders member id by hash, of what is claimed and of what profiles carry still; whoever takes is added
 * @param now epoch ms
 */
export function decideClaim(
  { link, emailHash, phoneHash, isNew }: Claim,
  holders: Map<string, string>,
  now: number,
): ClaimDecision {
  const { memberId } = link;
  const left: HashedIdentifier[] = [];
  const wanted: HashedIdentifier[] = [];
  const take = (kind: IdentifierKind, hash: string | null, before: string | null): string | null => {
    const isFree = hash !== null && (holders.get(hash) ?? memberId) === memberId;
    if (isFree) holders.set(hash, memberId);
    else if (hash !== null) wanted.push({ kind, hash });
    const taken = isFree ? hash : null;
    if (before !== null && before !== taken) left.push({ kind, hash: before });
    return taken;
  };
  const email = take('email', emailHash, link.emailHash);
  const phone = take('phone', phoneHash, link.phoneHash);
  const hasMoved = !isNew && (link.emailHash !== email || link.phoneHash !== phone);
  return {
    link: {
      ...link,
      emailHash: email,
      phoneHash: phone,
      findFrom: hasMoved && link.profileId === null ? now : link.findFrom,
      leavingSince: left.length > 0 ? now : link.leavingSince,
    },
    isNew,
    left,
    wanted,
  };
}
