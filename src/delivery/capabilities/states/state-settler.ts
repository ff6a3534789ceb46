import { inject, injectable } from 'inversify';
import { type EntityManager, Not } from 'typeorm';
import { type Clock, HOST, type Store, type Vault } from '../../../contract/index.js';
import {
  addTallies,
  type IdentifierKind,
  type LinkRow,
  type MarkChange,
  type NewMark,
  postponeMarks,
  ProfileLinkEntity,
  putDeadLetters,
  putLinks,
  raiseMarks,
  type MarkRow,
  type Tally,
} from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { type GivenUp, stateLetter } from '../../letters/dead-letter.js';
import { Handovers } from '../../member/handovers.js';
import type { Prepared } from '../../member/prepared.js';
import { refusedDigest } from '../../member/refused-digest.js';
import { isHopeless, retryDelay } from '../../kit/retry.js';
import type { Sent } from '../../send/sender.js';
import { PARKED_MS } from '../../marks/parked.js';
import { settleMarks } from '../../marks/settled-marks.js';
import { type StateRefusal, stateRefusal } from './state-refusal.js';

/** So long may a write without an answer still land: longer than any proxy holds a request. */
const WRITE_DOUBT_MS = 60_000;
/** Refusals of one member's state after which it is given up whatever could still be left out. */
const MOST_REFUSALS = 8;

/** So many attempts another member's profile has to let an identifier go, a quarter of a minute. */
const LETS_GO_WITHIN = 4;
const SHARED = 'identifier_shared';

/** Settles single writes of profile and points: what Klaviyo has, what comes again, what is given up. */
@injectable()
export class StateSettler {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.store) private readonly store: Store,
  ) {}

  /**
   * @param begunAt epoch ms at which the write was begun
   * @param carried identifiers that were part of it
   */
  async settle(
    lane: LaneContext,
    prepared: Prepared,
    begunAt: number,
    sent: Sent<string | null>,
    carried: readonly IdentifierKind[],
  ): Promise<void> {
    switch (sent.kind) {
      case 'done':
        return this.done(lane, prepared, begunAt, sent, carried);
      case 'failed':
        return this.failed(lane, prepared, begunAt, sent);
      case 'later':
        return this.later(lane, prepared, sent);
      default:
        return this.refused(lane, prepared, begunAt, sent);
    }
  }

  private async done(
    lane: LaneContext,
    prepared: Prepared,
    begunAt: number,
    { value: answeredId, answer }: Extract<Sent<string | null>, { kind: 'done' }>,
    carried: readonly IdentifierKind[],
  ): Promise<void> {
    const { key, link, state, identity } = prepared;
    const now = this.clock.now();
    // Settled is only what was begun after every older write has landed or never will.
    const isSure = prepared.doubtUntil <= begunAt;
    const redoAt = isSure ? 0 : lane.jobs.has(key) ? now + PARKED_MS : Math.max(now, link.doubtUntil);
    const warnings = identity.warnings.map((code): Tally => ({ kind: 'warned', code, count: 1 }));
    await lane.fence.settle(async (manager) => {
      const profileId = await freeProfileId(manager, lane.connectionId, key, answeredId ?? link.profileId);
      const isLetGo = isSure && link.leavingSince > 0 && carried.length > 0;
      await putLinks(
        manager,
        lane.connectionId,
        [
          {
            ...(isLetGo ? await new Handovers(manager, lane.connectionId).letGo(link, carried, now) : link),
            profileId,
            acceptedProfile: accepted(state.profileHash, link.acceptedProfile, isSure),
            acceptedPoints: accepted(state.pointsHash, link.acceptedPoints, isSure),
            doubtUntil: isSure ? 0 : link.doubtUntil,
            writeBegunAt: begunAt,
            // A profile that is another member's already is not looked for.
            findFrom: profileId === null ? -1 : 0,
            acceptedAt: now,
            requestId: answer.requestId,
          },
        ],
        now,
      );
      await addTallies(manager, lane.connectionId, warnings, now);
      if (isSure) await settleMarks(manager, lane, prepared.stateMarks, now);
      else await this.again(manager, lane, prepared, redoAt, false);
    });
    lane.backlog.dropMarks(key, prepared.stateMarks);
    if (isSure) lane.backlog.stateSettled(key);
    else lane.backlog.stateAhead(key);
  }

  private async failed(
    lane: LaneContext,
    prepared: Prepared,
    begunAt: number,
    sent: Extract<Sent<unknown>, { kind: 'failed' }>,
  ): Promise<void> {
    const { key, link, state, stateMarks } = prepared;
    const now = this.clock.now();
    const attempts = attemptsOf(prepared) + 1;
    const until = now + retryDelay(attempts, Math.random());
    const doubtUntil = sent.doubt ? Math.max(link.doubtUntil, now + WRITE_DOUBT_MS) : link.doubtUntil;
    const hopeless = stateMarks.filter((mark) => isHopeless(attempts, mark.markedAt, now));
    const waiting = { ...prepared, stateMarks: stateMarks.filter((mark) => !hopeless.includes(mark)) };
    await lane.fence.settle(async (manager) => {
      // Without an answer what was accepted before is no longer known; with one nothing has changed.
      await putLinks(
        manager,
        lane.connectionId,
        [
          {
            ...link,
            doubtUntil,
            writeBegunAt: sent.doubt ? begunAt : link.writeBegunAt,
            findFrom: sent.doubt ? Math.max(0, link.findFrom) : link.findFrom,
            acceptedProfile: state.profileHash !== null && sent.doubt ? null : link.acceptedProfile,
            acceptedPoints: state.pointsHash !== null && sent.doubt ? null : link.acceptedPoints,
          },
        ],
        now,
      );
      await this.letters(manager, lane, hopeless, { code: sent.code, message: HOPELESS });
      if (hopeless.length === 0 || waiting.stateMarks.length > 0) {
        await this.again(manager, lane, waiting, until, true);
      }
    });
    lane.backlog.dropMarks(key, stateMarks);
    lane.backlog.stateDue(key, until);
  }

  private async later(
    lane: LaneContext,
    prepared: Prepared,
    sent: Extract<Sent<unknown>, { kind: 'later' }>,
  ): Promise<void> {
    const { key, link } = prepared;
    // It never arrived: as if it had not been begun.
    await lane.fence.settle((manager) => putLinks(manager, lane.connectionId, [link], this.clock.now()));
    lane.backlog.stateDue(key, sent.operationRests ? 0 : this.clock.now() + sent.ms);
  }

  /** What Klaviyo refused costs a field, an identifier or the stored id; when nothing is left to give, the state. */
  private async refused(
    lane: LaneContext,
    prepared: Prepared,
    begunAt: number,
    sent: Extract<Sent<unknown>, { kind: 'refused' | 'missing' }>,
  ): Promise<void> {
    const { key, link, state } = prepared;
    const isAnothers = await this.isAnothers(lane, key, sent);
    if (isAnothers && attemptsOf(prepared) < LETS_GO_WITHIN) {
      // It may be about to let the identifier go; Klaviyo shows writes late, too.
      return this.failed(lane, prepared, begunAt, { kind: 'failed', code: SHARED, doubt: false });
    }
    const entry = lane.backlog.find(key);
    if (entry) entry.refusals += 1;
    const refusal = stateRefusal(sent, state.attributes, link.profileId, isAnothers ? 'member' : 'stranger');
    if (refusal.kind === 'final' || (entry?.refusals ?? 0) > MOST_REFUSALS) {
      return this.giveUp(lane, prepared, refusal.reason);
    }
    const now = this.clock.now();
    const changed = await this.withRefusal(lane, link, refusal);
    await lane.fence.settle(async (manager) => {
      await putLinks(manager, lane.connectionId, [changed], now);
      const tally = { kind: 'warned', code: refusal.warning, count: 1 } as const;
      await addTallies(manager, lane.connectionId, [tally], now);
    });
    lane.backlog.stateDue(key);
  }

  /** Whether identifiers are refused because the profile of another member has them. */
  private async isAnothers(
    lane: LaneContext,
    key: string,
    { answer }: Extract<Sent<unknown>, { kind: 'refused' | 'missing' }>,
  ): Promise<boolean> {
    const profileId = answer.errors[0]?.meta['duplicate_profile_id'];
    if (answer.status !== 409 || typeof profileId !== 'string') return false;
    return isAnothersProfile(this.store.read(), lane.connectionId, key, profileId);
  }

  /** The link that remembers a refusal, so that the next request goes without. */
  async withRefusal(
    lane: LaneContext,
    link: LinkRow,
    refusal: Exclude<StateRefusal, { kind: 'final' }>,
  ): Promise<LinkRow> {
    if (refusal.kind === 'id') return { ...link, profileId: null };
    const digest = await refusedDigest(this.vault, lane, refusal.place, refusal.value);
    return { ...link, refused: { ...link.refused, [refusal.place]: digest } };
  }

  /** Klaviyo will not take it as it is: the marks become dead letters and rest until the member changes again. */
  private async giveUp(lane: LaneContext, prepared: Prepared, reason: GivenUp): Promise<void> {
    const { key, link, stateMarks } = prepared;
    const now = this.clock.now();
    const marks = stateMarks.length > 0 ? stateMarks : [markOf(key)];
    await lane.fence.settle(async (manager) => {
      await putLinks(manager, lane.connectionId, [link], now);
      await this.letters(manager, lane, marks, reason);
      await settleMarks(manager, lane, stateMarks, now);
    });
    lane.backlog.dropMarks(key, stateMarks);
    lane.backlog.stateGivenUp(key);
  }

  private async letters(
    manager: EntityManager,
    lane: LaneContext,
    marks: readonly Pick<MarkRow, 'facet' | 'memberId' | 'listId' | 'attempts'>[],
    reason: GivenUp,
  ): Promise<void> {
    const now = this.clock.now();
    await putDeadLetters(
      manager,
      marks.map((mark) => stateLetter(lane.connectionId, mark, mark.attempts + 1, reason, now)),
    );
  }

  /** Brings the member's state back at a time: its marks wait, and where there is none one is raised. */
  private async again(
    manager: EntityManager,
    lane: LaneContext,
    { key, stateMarks }: Pick<Prepared, 'key' | 'stateMarks'>,
    at: number,
    failed: boolean,
  ): Promise<void> {
    const changes = stateMarks.map((mark): MarkChange => ({
      ...mark,
      notBefore: at,
      attempts: failed ? mark.attempts + 1 : 0,
      doubtUntil: 0,
    }));
    await postponeMarks(manager, lane.connectionId, changes);
    if (stateMarks.length > 0) return;
    const raised: NewMark = {
      connectionId: lane.connectionId,
      ...markOf(key),
      markedAt: this.clock.now(),
      notBefore: at,
      lookUntil: 0,
    };
    await raiseMarks(manager, [raised]);
  }
}

const attemptsOf = ({ stateMarks }: Prepared): number =>
  Math.max(0, ...stateMarks.map((mark) => mark.attempts));

/** The mark for a member who has none: its delivery looks at every part of the state. */
const markOf = (memberId: string) => ({ facet: 'profile' as const, memberId, listId: '', attempts: 0 });

/** The hash that holds after a write: of what was sent, of nothing while an older write may land, else as before. */
const accepted = (sent: string | null, before: string | null, isSure: boolean): string | null =>
  sent === null ? before : isSure ? sent : null;

const isAnothersProfile = (
  manager: EntityManager,
  connectionId: string,
  memberId: string,
  profileId: string,
): Promise<boolean> =>
  manager.getRepository(ProfileLinkEntity).existsBy({ connectionId, profileId, memberId: Not(memberId) });

/** Two members on one profile: the first keeps the link, the second goes by its identifiers. */
async function freeProfileId(
  manager: EntityManager,
  connectionId: string,
  memberId: string,
  profileId: string | null,
): Promise<string | null> {
  if (profileId === null) return null;
  return (await isAnothersProfile(manager, connectionId, memberId, profileId)) ? null : profileId;
}

const HOPELESS = 'Klaviyo could not take this for a day. Replay it when Klaviyo answers again.';
