import { inject, injectable } from 'inversify';
import { type Clock, HOST, type JsonObject } from '../../contract/index.js';
import { blankLink, type LaneContext, MemberIdentity, planState, WorkLoader } from '../../delivery/index.js';
import { pointsProperties } from '../../mapping/index.js';
import type { LinkRow, ReasonCode } from '../../store/index.js';
import { notSendable } from '../load/not-sendable.js';

/** What was written so recently is not compared: Klaviyo shows writes late. */
const SHOWN_AFTER_MS = 600_000;

/** A member as Klaviyo should show it. */
export interface ExpectedMember {
  readonly memberId: string;
  /** Null for one of whom nothing was ever sent. */
  readonly link: LinkRow | null;
  readonly attributes: JsonObject;
  /** Names of the properties that come from the wallet. */
  readonly points: ReadonlySet<string>;
}

/** Members that can be compared, and how many cannot, by reason. */
export interface Expectation {
  readonly members: readonly ExpectedMember[];
  readonly skipped: Readonly<Record<string, number>>;
}

/** Works out what Klaviyo should show of members. Whoever is on the way, or was written just now, is passed over. */
@injectable()
export class ExpectedMembers {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(WorkLoader) private readonly loader: WorkLoader,
    @inject(MemberIdentity) private readonly identities: MemberIdentity,
  ) {}

  /** @param memberIds a thousand at most */
  async of(lane: LaneContext, memberIds: readonly string[]): Promise<Expectation> {
    const now = this.clock.now();
    const skipped: Record<string, number> = {};
    const members: ExpectedMember[] = [];
    const works = await this.loader.load(
      lane,
      memberIds.map((key) => ({ key, references: [], eventIds: [] })),
    );
    for (const { key, member, wallet, memberships, closing, link, marks } of works) {
      const reason = !member
        ? 'member_unknown'
        : closing
          ? 'account_closed'
          : (notSendable(member, lane.settings) ?? passedOver(lane, key, link, marks, now));
      if (!member || reason) {
        skipped[reason ?? ''] = (skipped[reason ?? ''] ?? 0) + 1;
        continue;
      }
      const known = link ?? blankLink(key);
      const { attributes } = planState({
        member,
        wallet,
        link: known,
        identity: await this.identities.look(lane, member, known),
        settings: lane.settings,
        audiences: memberships?.names ?? null,
        now,
        needsId: false,
        marked: true,
        doubt: true,
      });
      const points = wallet ? Object.keys(pointsProperties(wallet, lane.settings, now)) : [];
      members.push({ memberId: key, link, attributes, points: new Set(points) });
    }
    return { members, skipped };
  }
}

/** Why a member is not compared now. */
function passedOver(
  lane: LaneContext,
  memberId: string,
  link: LinkRow | null,
  marks: readonly { readonly facet: string }[],
  now: number,
): ReasonCode | null {
  const isOnItsWay = marks.length > 0 || lane.jobs.has(memberId) || lane.backlog.find(memberId) !== undefined;
  if (isOnItsWay || (link?.doubtUntil ?? 0) > now) return 'on_its_way';
  return (link?.acceptedAt ?? 0) > now - SHOWN_AFTER_MS ? 'written_just_now' : null;
}
