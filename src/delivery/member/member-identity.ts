import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Member, type Store, type Vault } from '../../contract/index.js';
import { identifiersOf } from '../../mapping/index.js';
import {
  type IdentifierKind,
  type LinkRow,
  putLinks,
  readHolders,
  type ReasonCode,
} from '../../store/index.js';
import { YIELD_EVERY, yieldToEventLoop } from '../kit/yield-to-event-loop.js';
import type { LaneContext } from '../context/lane-context.js';
import { decideClaim } from './decide-claim.js';
import { Handovers } from './handovers.js';
import { inChunks } from '../kit/in-chunks.js';
import { Recent } from '../kit/recent.js';

/** Where identifiers are claimed. */
type IdentityScope = Pick<LaneContext, 'connectionId' | 'tenant'>;

/** The identifiers that a member may be sent with. */
export interface Identity {
  readonly email?: string;
  readonly phone?: string;
  /** Codes of what was left out, without personal data. */
  readonly warnings: readonly ReasonCode[];
  /** What its profile carries still although the member has left it, and another member wants: it is to be cleared. */
  readonly letsGo?: readonly IdentifierKind[];
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
  readonly codes: readonly ReasonCode[];
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
 * `identifier_shared`, until the first has left it and Klaviyo's profile of the first no longer carries it: earlier it
 * would be sent to the wrong person's profile.
 */
@injectable()
export class MemberIdentity {
  /** Parsing a phone number and two keyed hashes cost more than all the rest of an event. */
  private readonly recent = new Recent<string, Digested>(RECENT);

  constructor(
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.store) private readonly store: Store,
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
      if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
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
    const linkOf = ({ link }: Claim): LinkRow => decided.get(link.memberId) ?? link;
    const leaving = claims.map(linkOf).filter(({ leavingSince }) => leavingSince > 0);
    const wanted = await new Handovers(this.store.read(), lane.connectionId).wantedOf(
      leaving.map(({ memberId }) => memberId),
    );
    return new Map(
      claims.map((claim) => {
        const link = linkOf(claim);
        const identity = withoutWanted(identityOf(claim, link), wanted.get(link.memberId));
        return [link.memberId, { link, identity }];
      }),
    );
  }

  private async decideAll(
    lane: LaneContext,
    claims: readonly Claim[],
    decided: Map<string, LinkRow>,
  ): Promise<void> {
    await lane.fence.settleMany(async (manager) => {
      const now = this.clock.now();
      const { connectionId } = lane;
      const email = claims.flatMap(({ digested }) => digested.emailHash ?? []);
      const phone = claims.flatMap(({ digested }) => digested.phoneHash ?? []);
      const leavers = await readHolders(manager, connectionId, 'left', [...email, ...phone]);
      const holders = new Map([
        ...leavers,
        ...(await readHolders(manager, connectionId, 'email', email)),
        ...(await readHolders(manager, connectionId, 'phone', phone)),
      ]);
      const decisions = claims.map(({ digested: { emailHash, phoneHash }, link, isNew }) =>
        decideClaim({ link, emailHash, phoneHash, isNew }, holders, now),
      );
      for (const { link } of decisions) decided.set(link.memberId, link);
      await putLinks(
        manager,
        connectionId,
        decisions.map(({ link }) => link),
        now,
      );
      await new Handovers(manager, connectionId).record(decisions, leavers, now);
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

const withoutWanted = (identity: Identity, wanted: readonly IdentifierKind[] = []): Identity => {
  // What it goes by now takes the place of what it has left.
  const letsGo = wanted.filter((kind) => identity[kind] === undefined);
  return letsGo.length === 0 ? identity : { ...identity, letsGo };
};

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
  sentKeys: null,
  doubtUntil: 0,
  writeBegunAt: 0,
  findFrom: 0,
  leavingSince: 0,
  refused: null,
  acceptedAt: null,
  requestId: null,
});
