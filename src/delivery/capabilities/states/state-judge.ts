import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store, type Vault } from '../../../contract/index.js';
import { type IdentifierKind, isProfileOfAnother, type LinkRow } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { placesAgain } from '../../marks/lost-profile.js';
import type { Prepared } from '../../member/prepared.js';
import { refusedDigest } from '../../member/refused-digest.js';
import type { Sent } from '../../send/sender.js';
import { applyVerdict, type DecideInTransaction } from '../../verdict/apply-verdict.js';
import type { Verdict } from '../../verdict/verdict.js';
import { type StateRefusal, stateRefusal } from './state-refusal.js';
import { decideNamedProfile, namedProfile, withoutUnprovenProfile } from './named-profile.js';
import { stateGivenUp, stateGoesWithLess } from './state-refused.js';
import { decideTakenState } from './state-taken.js';
import { attemptsOf, failedState, postponedState, type StateScope } from './state-unsent.js';

/** Refusals of one member's state after which it is given up whatever could still be left out. */
const MOST_REFUSALS = 8;

/** So many attempts another member's profile has to let an identifier go, a quarter of a minute. */
const LETS_GO_WITHIN = 4;
const SHARED = 'identifier_shared';

/** A single write of profile and points, and its answer. */
export interface AnsweredState {
  readonly prepared: Prepared;
  /** Epoch ms at which it was begun. */
  readonly begunAt: number;
  readonly sent: Sent<string | null>;
  /** Identifiers that were part of it. */
  readonly carried: readonly IdentifierKind[];
}

/** Judges single writes of profile and points: reads what the verdict depends on, and puts it into force. */
@injectable()
export class StateJudge {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.store) private readonly store: Store,
  ) {}

  async judgeState(lane: LaneContext, answered: AnsweredState): Promise<void> {
    const now = this.clock.now();
    await applyVerdict(lane, await this.decide(lane, answered, now), now);
  }

  private async decide(
    lane: LaneContext,
    { prepared, begunAt, sent, carried }: AnsweredState,
    now: number,
  ): Promise<Verdict | DecideInTransaction> {
    const { connectionId } = lane;
    const scope: StateScope = { connectionId, begunAt, now, random: Math.random() };
    switch (sent.kind) {
      case 'done': {
        const inJob = lane.jobs.has(prepared.key);
        const { requestId } = sent.answer;
        const taken = { prepared, begunAt, answeredId: sent.value, requestId, carried, inJob, now };
        return (manager) => decideTakenState(manager, connectionId, taken);
      }
      case 'failed':
        return failedState(prepared, sent, scope);
      case 'later':
        return postponedState(prepared, sent, now);
      default:
        return this.decideRefused(lane, prepared, sent, scope);
    }
  }

  private async decideRefused(
    lane: LaneContext,
    prepared: Prepared,
    sent: Extract<Sent<unknown>, { kind: 'refused' | 'missing' }>,
    scope: StateScope,
  ): Promise<Verdict | DecideInTransaction> {
    const { key, state } = prepared;
    const named = namedProfile(sent);
    const isAnothers =
      named !== null && (await isProfileOfAnother(this.store.read(), lane.connectionId, named, key));
    if (isAnothers && attemptsOf(prepared) < LETS_GO_WITHIN) {
      // It may be about to let the identifier go; Klaviyo shows writes late, too.
      return failedState(prepared, { code: SHARED, doubt: false }, scope);
    }
    const refusals = (lane.backlog.find(key)?.refusals ?? 0) + 1;
    if (named !== null && !isAnothers && refusals === 1 && prepared.link.profileId === null) {
      return (manager) => decideNamedProfile(manager, lane.connectionId, prepared, named);
    }
    const link = withoutUnprovenProfile(prepared.link, sent);
    const refusal = stateRefusal(sent, state.attributes, link.profileId, isAnothers ? 'member' : 'stranger');
    if (refusal.kind === 'final' || refusals > MOST_REFUSALS) {
      return stateGivenUp(prepared, refusal.reason, scope);
    }
    const lists = refusal.kind === 'id' ? placesAgain(lane.settings, key, scope.now) : [];
    return stateGoesWithLess(prepared, refusal, await this.withRefusal(lane, link, refusal), lists);
  }

  /** The link that remembers a refusal, so that the next request goes without. */
  private async withRefusal(
    lane: LaneContext,
    link: LinkRow,
    refusal: Exclude<StateRefusal, { kind: 'final' }>,
  ): Promise<LinkRow> {
    // All that was accepted of it has gone with the profile: it goes again as a whole.
    if (refusal.kind === 'id')
      return { ...link, profileId: null, acceptedProfile: null, acceptedPoints: null };
    const digest = await refusedDigest(this.vault, lane, refusal.place, refusal.value);
    return { ...link, refused: { ...link.refused, [refusal.place]: digest } };
  }
}
