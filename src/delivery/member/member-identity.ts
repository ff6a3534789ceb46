import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Member, type Vault } from '../../contract/index.js';
import { identifiersOf } from '../../mapping/index.js';
import { type LinkRow, ProfileLinkEntity, putLinks } from '../../store/index.js';
import type { LaneContext } from '../lane/lane-context.js';
import { inChunks } from './in-chunks.js';

/** The identifiers that a member may be sent with. */
export interface Identity {
  readonly email?: string;
  readonly phone?: string;
  /** Codes of what was left out, without personal data. */
  readonly warnings: readonly string[];
}

/** A member as its link and its identifiers tell it. */
export interface Identified {
  readonly identity: Identity;
  readonly link: LinkRow;
}

interface Claim {
  readonly member: Member;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
  readonly codes: readonly string[];
  readonly link: LinkRow;
  readonly isNew: boolean;
}

/**
 * One identifier, one member: an e-mail address or a phone number belongs to the first member of the connection that
 * has it, recorded as a keyed hash. Another member with the same is sent without, with the warning
 * `identifier_shared`.
 */
@injectable()
export class MemberIdentity {
  constructor(
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  /** Claims for many members at once; who comes first among them has the identifier. */
  async claim(
    lane: LaneContext,
    members: readonly { readonly member: Member; readonly link: LinkRow | null }[],
  ): Promise<ReadonlyMap<string, Identified>> {
    const claims = await Promise.all(members.map(({ member, link }) => this.claimOf(lane, member, link)));
    const open = claims.filter(
      (claim) =>
        claim.isNew || claim.link.emailHash !== claim.emailHash || claim.link.phoneHash !== claim.phoneHash,
    );
    const decided = new Map<string, LinkRow>();
    if (open.length > 0) {
      await lane.fence.settle(async (manager) => {
        const email = await this.holders(manager, lane, 'emailHash', open);
        const phone = await this.holders(manager, lane, 'phoneHash', open);
        decided.clear();
        for (const claim of open) decided.set(claim.member.id, decide(claim, email, phone));
        await putLinks(manager, lane.connectionId, [...decided.values()], this.clock.now());
      });
    }
    return new Map(
      claims.map((claim) => {
        const link = decided.get(claim.member.id) ?? claim.link;
        return [claim.member.id, { link, identity: identityOf(claim, link) }];
      }),
    );
  }

  private async claimOf(lane: LaneContext, member: Member, link: LinkRow | null): Promise<Claim> {
    const { email, phone, warnings } = identifiersOf(member);
    const scope = { tenant: lane.tenant, installation: lane.connectionId };
    return {
      member,
      email,
      phone,
      emailHash: email === undefined ? null : await this.vault.digest(scope, `email:${email}`),
      phoneHash: phone === undefined ? null : await this.vault.digest(scope, `phone:${phone}`),
      codes: warnings.map(({ code }) => code),
      link: link ?? blank(member.id),
      isNew: link === null,
    };
  }

  /** Who holds the identifiers that are claimed: member id by hash. */
  private async holders(
    manager: EntityManager,
    lane: LaneContext,
    column: 'emailHash' | 'phoneHash',
    claims: readonly Claim[],
  ): Promise<Map<string, string>> {
    const hashes = claims.flatMap((claim) => claim[column] ?? []);
    const pages = await inChunks(hashes, (some) =>
      manager.getRepository(ProfileLinkEntity).find({
        select: { memberId: true, emailHash: true, phoneHash: true },
        where: { connectionId: lane.connectionId, [column]: In([...some]) },
      }),
    );
    return new Map(pages.flat().map((row) => [row[column] ?? '', row.memberId]));
  }
}

/** Takes what is free, and keeps the place of whoever comes after in the same batch. */
function decide(claim: Claim, email: Map<string, string>, phone: Map<string, string>): LinkRow {
  const { id } = claim.member;
  const free = (hash: string | null, holders: Map<string, string>): string | null => {
    if (hash === null || (holders.get(hash) ?? id) !== id) return null;
    holders.set(hash, id);
    return hash;
  };
  return { ...claim.link, emailHash: free(claim.emailHash, email), phoneHash: free(claim.phoneHash, phone) };
}

function identityOf(claim: Claim, link: LinkRow): Identity {
  const shared = link.emailHash !== claim.emailHash || link.phoneHash !== claim.phoneHash;
  return {
    ...(claim.email === undefined || link.emailHash === null ? {} : { email: claim.email }),
    ...(claim.phone === undefined || link.phoneHash === null ? {} : { phone: claim.phone }),
    warnings: shared ? [...claim.codes, 'identifier_shared'] : claim.codes,
  };
}

const blank = (memberId: string): LinkRow => ({
  memberId,
  profileId: null,
  emailHash: null,
  phoneHash: null,
  acceptedProfile: null,
  acceptedPoints: null,
  doubtUntil: 0,
  writeBegunAt: 0,
  refused: null,
});
