import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Member, type Vault } from '../../contract/index.js';
import { identifiersOf } from '../../mapping/index.js';
import { type LinkRow, ProfileLinkEntity, putLinks } from '../../store/index.js';
import { BREATH, breathe } from '../lane/breathe.js';
import type { LaneContext } from '../lane/lane-context.js';
import { inChunks } from './in-chunks.js';
import { Recent } from './recent.js';

/** Where identifiers are claimed. */
type IdentityScope = Pick<LaneContext, 'connectionId' | 'tenant'>;

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

/** Members whose identifiers are remembered: as many as a few bulk requests carry. */
const RECENT = 20_000;

/** What a member's own data yields. */
interface Digested {
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
  readonly codes: readonly string[];
}

interface Claim {
  readonly digested: Digested;
  readonly member: Member;
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
  /** Parsing a phone number and two keyed hashes cost more than all the rest of an event. */
  private readonly recent = new Recent<string, Digested>(RECENT);

  constructor(
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  /**
   * Claims for many members at once; who comes first among them has the identifier.
   *
   * @param remember whether they are likely to come again soon
   */
  async claim(
    lane: LaneContext,
    members: readonly { readonly member: Member; readonly link: LinkRow | null }[],
    remember: boolean,
  ): Promise<ReadonlyMap<string, Identified>> {
    const claims: Claim[] = [];
    for (const [index, { member, link }] of members.entries()) {
      if (index % BREATH === BREATH - 1) await breathe();
      const known = this.recent.get(written(lane, member));
      // Awaited only where there is something to wait for: a thousand promises cost more than their answers.
      const digested = known ?? (await this.digest(lane, member, remember));
      claims.push({ digested, member, link: link ?? blankLink(member.id), isNew: link === null });
    }
    const open = claims.filter(
      ({ isNew, link, digested }) =>
        isNew || link.emailHash !== digested.emailHash || link.phoneHash !== digested.phoneHash,
    );
    const decided = new Map<string, LinkRow>();
    // A transaction each: whoever else wants to write waits for no more than one of them.
    await inChunks(open, (some) => this.decideAll(lane, some, decided));
    return new Map(
      claims.map((claim) => {
        const link = decided.get(claim.member.id) ?? claim.link;
        return [claim.member.id, { link, identity: identityOf(claim, link) }];
      }),
    );
  }

  private async decideAll(
    lane: LaneContext,
    claims: readonly Claim[],
    decided: Map<string, LinkRow>,
  ): Promise<void> {
    await lane.fence.settleMany(async (manager) => {
      const email = await this.holders(manager, lane, 'emailHash', claims);
      const phone = await this.holders(manager, lane, 'phoneHash', claims);
      const links = claims.map((claim) => decide(claim, email, phone, this.clock.now()));
      for (const link of links) decided.set(link.memberId, link);
      await putLinks(manager, lane.connectionId, links, this.clock.now());
    });
  }

  /** The identifiers that a member goes by as the link has it; nothing is claimed. */
  async look(lane: IdentityScope, member: Member, link: LinkRow): Promise<Identity> {
    const digested = this.recent.get(written(lane, member)) ?? (await this.digest(lane, member, true));
    return identityOf({ digested, member, link, isNew: false }, link);
  }

  private async digest(lane: IdentityScope, member: Member, remember: boolean): Promise<Digested> {
    const { email, phone, warnings } = identifiersOf(member);
    const scope = { tenant: lane.tenant, installation: lane.connectionId };
    const digested = {
      email,
      phone,
      emailHash: email === undefined ? null : await this.vault.digest(scope, `email:${email}`),
      phoneHash: phone === undefined ? null : await this.vault.digest(scope, `phone:${phone}`),
      codes: warnings.map(({ code }) => code),
    };
    if (remember) this.recent.set(written(lane, member), digested);
    return digested;
  }

  /** Who holds the identifiers that are claimed: member id by hash. */
  private async holders(
    manager: EntityManager,
    lane: LaneContext,
    column: 'emailHash' | 'phoneHash',
    claims: readonly Claim[],
  ): Promise<Map<string, string>> {
    const hashes = claims.flatMap(({ digested }) => digested[column] ?? []);
    const pages = await inChunks(hashes, (some) =>
      manager.getRepository(ProfileLinkEntity).find({
        select: { memberId: true, emailHash: true, phoneHash: true },
        where: { connectionId: lane.connectionId, [column]: In([...some]) },
      }),
    );
    return new Map(pages.flat().map((row) => [row[column] ?? '', row.memberId]));
  }
}

/**
 * Takes what is free, and keeps the place of whoever comes after in the same batch. Whose identifiers change while
 * its profile's id is not known has to be found by its own id first: Klaviyo would make a second profile of it.
 */
function decide(
  { member: { id }, digested, link, isNew }: Claim,
  email: Map<string, string>,
  phone: Map<string, string>,
  now: number,
): LinkRow {
  const free = (hash: string | null, holders: Map<string, string>): string | null => {
    if (hash === null || (holders.get(hash) ?? id) !== id) return null;
    holders.set(hash, id);
    return hash;
  };
  const emailHash = free(digested.emailHash, email);
  const phoneHash = free(digested.phoneHash, phone);
  const hasMoved = !isNew && (link.emailHash !== emailHash || link.phoneHash !== phoneHash);
  return {
    ...link,
    emailHash,
    phoneHash,
    findFrom: hasMoved && link.profileId === null ? now : link.findFrom,
  };
}

function identityOf({ digested }: Claim, link: LinkRow): Identity {
  const { email, phone, emailHash, phoneHash, codes } = digested;
  const shared = link.emailHash !== emailHash || link.phoneHash !== phoneHash;
  return {
    ...(email === undefined || link.emailHash === null ? {} : { email }),
    ...(phone === undefined || link.phoneHash === null ? {} : { phone }),
    warnings: shared ? [...codes, 'identifier_shared'] : codes,
  };
}

/** A member's identifiers as the platform has them. */
const written = ({ connectionId }: IdentityScope, { profile }: Member): string =>
  [connectionId, profile?.emailAddress, profile?.telephoneNumber, profile?.country].join('\n');

/** The link of a member of whom nothing was ever sent. */
export const blankLink = (memberId: string): LinkRow => ({
  memberId,
  profileId: null,
  emailHash: null,
  phoneHash: null,
  acceptedProfile: null,
  acceptedPoints: null,
  doubtUntil: 0,
  writeBegunAt: 0,
  findFrom: 0,
  refused: null,
  acceptedAt: null,
  requestId: null,
});
