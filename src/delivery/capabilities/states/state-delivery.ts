import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { LANDS_WITHIN_MS } from '../../../klaviyo/index.js';
import { joinKeys } from '../../../mapping/index.js';
import { PointsProvider, ProfilesProvider, type ProfileToSend } from '../../../providers/index.js';
import { type IdentifierKind, type LinkRow, type ReasonCode, type Tally } from '../../../store/index.js';
import type { Permit } from '../../budget/rate-budget.js';
import type { LaneContext } from '../../context/lane-context.js';
import { IDENTIFIER_ATTRIBUTE } from '../../member/identifier-attribute.js';
import type { Prepared } from '../../member/prepared.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { profileOf } from './profile-of.js';
import { prepareSending } from '../../verdict/prepare-sending.js';
import { StateJudge } from './state-judge.js';

const KINDS = Object.keys(IDENTIFIER_ATTRIBUTE) as IdentifierKind[];

/** A member's state on its way, by one of the two single end points. */
interface Going {
  readonly prepared: Prepared;
  readonly permit: Permit;
  readonly profile: ProfileToSend;
  readonly warnings: readonly ReasonCode[];
  readonly begunAt: number;
}

/** Brings the states of members to Klaviyo by the single end points, many members side by side. */
@injectable()
export class StateDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
    @inject(PointsProvider) private readonly points: PointsProvider,
    @inject(StateJudge) private readonly judge: StateJudge,
  ) {}

  /** Tells the store that writes are on their way, then sends. @returns what ends with the requests */
  async sendStates(
    lane: LaneContext,
    members: readonly Prepared[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const begunAt = this.clock.now();
    const going = members.flatMap((prepared): Going[] => {
      const permit = this.permit(lane, prepared, backfill);
      if (!permit) return [];
      return [{ prepared, permit, begunAt, ...profileOf(lane.settings, prepared, begunAt) }];
    });
    if (going.length === 0) return [];
    const operations: Record<string, number> = {};
    for (const { permit } of going) operations[permit.operation] = (operations[permit.operation] ?? 0) + 1;
    const tallies = going.flatMap((one) =>
      one.warnings.map((code): Tally => ({ kind: 'warned', code, count: 1 })),
    );
    try {
      const links = going.map(({ prepared }) => begun(prepared, begunAt));
      await prepareSending(this.sender, lane, operations, { links, tallies }, begunAt);
    } catch (error) {
      for (const { permit } of going) permit.cancel();
      throw error;
    }
    return going.map((one) => ({
      keys: [one.prepared.key],
      form: 'single',
      done: this.sendState(lane, one),
    }));
  }

  private async sendState(lane: LaneContext, going: Going): Promise<void> {
    const { prepared, begunAt } = going;
    const sent = await this.send(lane, going);
    await this.judge.judgeState(lane, { prepared, begunAt, sent, carried: this.carried(going) });
  }

  /** Points alone go by their own end point; where its window is used up, by that of profiles, which takes them too. */
  private permit(lane: LaneContext, { state, link }: Prepared, backfill: boolean): Permit | null {
    if (state.call === 'points' && link.profileId !== null) {
      const permit = lane.budget.take(this.points.operation, backfill);
      if (permit) return permit;
    }
    return lane.budget.take(this.profiles.operation, backfill);
  }

  /** Identifiers that the profile has as they were sent once this is accepted, a cleared one among them. */
  private carried({ permit, profile }: Going): readonly IdentifierKind[] {
    if (permit.operation === this.points.operation) return [];
    return KINDS.filter((kind) => IDENTIFIER_ATTRIBUTE[kind] in profile.attributes);
  }

  private send(lane: LaneContext, { prepared, permit, profile }: Going): Promise<Sent<string | null>> {
    const toSend = { permit, items: 1, key: prepared.key, about: [{ memberId: prepared.key }] };
    const { profileId } = prepared.link;
    if (permit.operation === this.points.operation && profileId !== null) {
      const properties = profile.attributes['properties'] as Readonly<Record<string, never>>;
      return this.sender.send(lane, toSend, (session) =>
        this.points.send(session, { profileId, properties }),
      );
    }
    return this.sender.send(lane, toSend, (session) => this.profiles.send(session, profile));
  }
}

/**
 * The link while a write is on its way: until its answer nothing that was accepted is believed of the parts that are
 * sent. Found so after a crash, the member is in doubt.
 */
const begun = ({ link, state }: Prepared, begunAt: number): LinkRow => ({
  ...link,
  acceptedProfile: state.profileHash === null ? link.acceptedProfile : null,
  acceptedPoints: state.pointsHash === null ? link.acceptedPoints : null,
  sentKeys: joinKeys(link.sentKeys, state.sentKeys),
  doubtUntil: Math.max(link.doubtUntil, begunAt + LANDS_WITHIN_MS),
  writeBegunAt: begunAt,
  // Should it remain without an answer, the profile is looked for again.
  findFrom: Math.max(0, link.findFrom),
});
