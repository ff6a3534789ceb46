import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type JsonObject, type Member } from '../contract/index.js';
import { withUpdatedAt } from '../mapping/index.js';
import { PointsProvider, ProfilesProvider } from '../providers/index.js';
import { ProfileLinkEntity, raiseMarks, StateMarkEntity, putDeadLetters } from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import { type Identity, MemberIdentity } from './member-identity.js';
import type { MemberWork } from './member-work.js';
import { isHopeless, retryDelay } from './retry.js';
import { type Sent, Sender } from './sender.js';
import { keyOf, settleMarks } from './settle-marks.js';
import { recordReason, WARNED } from './skips.js';
import { planState, type StatePlan } from './state-plan.js';

/** So long may a write without an answer still land: longer than any proxy holds a request. */
const WRITE_DOUBT_MS = 60_000;

/** How a member's state stands after an attempt. */
export interface StateResult {
  /** `current`: Klaviyo has it. `stuck`: it comes again later. `refused`: it never will as it is. */
  readonly status: 'current' | 'stuck' | 'refused';
  readonly identity: Identity;
  readonly profileId: string | null;
  /** What stopped it, for the events that go on without it. */
  readonly code?: string;
}

/** Brings a member's profile and points to Klaviyo. */
@injectable()
export class StateDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(MemberIdentity) private readonly identities: MemberIdentity,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
    @inject(PointsProvider) private readonly points: PointsProvider,
  ) {}

  /** @param needsId whether a profile must exist afterwards, also where profiles and points are switched off */
  async deliver(
    context: LaneContext,
    work: MemberWork & { readonly member: Member },
    needsId: boolean,
  ): Promise<StateResult> {
    const identity = await this.identities.claim(context, work.member, work.link);
    const begunAt = this.clock.now();
    const doubtUntil = Math.max(context.fence.doubtUntil, ...work.marks.map((mark) => mark.doubtUntil));
    const plan = planState({
      ...work,
      identity,
      settings: context.settings,
      now: begunAt,
      needsId,
      doubt: context.fence.doubtUntil > begunAt,
    });
    const known = work.link?.profileId ?? null;
    if (plan.call === 'none') {
      await context.fence.settle((manager) => settleMarks(manager, work.marks, begunAt, null));
      return { status: 'current', identity, profileId: known };
    }
    const { sent, warnings } = await this.send(context, plan, known);
    if (sent.kind === 'done') {
      // Settled is only what was begun after every older write has landed or never will.
      const redoAt = doubtUntil > begunAt ? doubtUntil : null;
      const profileId = await this.keep(context, work, plan, sent.value ?? known, redoAt, [
        ...identity.warnings,
        ...warnings,
      ]);
      return { status: 'current', identity, profileId };
    }
    if (sent.kind === 'refused') {
      await this.giveUp(context, work, sent.code, sent.message);
      return { status: 'refused', identity, profileId: known, code: sent.code };
    }
    const code = await this.putOff(context, work, plan, sent);
    return { status: 'stuck', identity, profileId: known, code };
  }

  /** Sends by the planned call; a refusal that names a field costs the field, a profile that is gone its id. */
  private async send(
    context: LaneContext,
    plan: StatePlan,
    profileId: string | null,
  ): Promise<{ sent: Sent<string | null>; warnings: string[] }> {
    const warnings: string[] = [];
    const stamp = (properties: JsonObject): JsonObject =>
      withUpdatedAt(properties, this.clock.now(), context.settings);
    if (plan.call === 'points' && profileId !== null) {
      const sent = await this.sender.send(context, this.points.operation, () =>
        this.points.send(context.session, { profileId, properties: stamp(plan.points) }),
      );
      if (sent.kind !== 'missing') return { sent, warnings };
      warnings.push('profile_gone');
    }
    let attributes = plan.attributes;
    let id = warnings.length === 0 ? profileId : null;
    for (;;) {
      const body = {
        ...(id === null ? {} : { id }),
        attributes: {
          ...attributes,
          properties: stamp({ ...(attributes['properties'] as JsonObject), ...plan.points }),
        },
      };
      const sent = await this.sender.send(context, this.profiles.operation, () =>
        this.profiles.send(context.session, body),
      );
      const less = withLess(sent, attributes, id);
      if (!less) return { sent, warnings };
      ({ attributes, id } = less);
      warnings.push(less.warning);
    }
  }

  private async keep(
    context: LaneContext,
    work: MemberWork,
    plan: StatePlan,
    profileId: string | null,
    redoAt: number | null,
    warnings: readonly string[],
  ): Promise<string | null> {
    const now = this.clock.now();
    const key = { connectionId: context.connectionId, memberId: work.key };
    let linked = profileId;
    await context.fence.settle(async (manager) => {
      const repository = manager.getRepository(ProfileLinkEntity);
      if (profileId !== null) {
        const holder = await repository.findOneBy({ connectionId: context.connectionId, profileId });
        // Two members on one profile: the first keeps the link, the second goes by its identifiers.
        if (holder && holder.memberId !== work.key) linked = null;
      }
      await repository.update(key, {
        profileId: linked,
        updatedAt: now,
        // In doubt an older write may still land: nothing is believed, so the member is sent once more.
        ...(plan.profileHash === null ? {} : { acceptedProfile: redoAt === null ? plan.profileHash : null }),
        ...(plan.pointsHash === null ? {} : { acceptedPoints: redoAt === null ? plan.pointsHash : null }),
      });
      await settleMarks(manager, work.marks, now, redoAt);
      if (redoAt !== null) await this.lookAgain(manager, context, work, redoAt);
      for (const code of new Set(warnings))
        await recordReason(manager, context.connectionId, now, WARNED, code);
    });
    return linked;
  }

  /** Klaviyo will not take it as it is: the marks become a dead letter and rest until the member changes again. */
  private async giveUp(context: LaneContext, work: MemberWork, code: string, message: string): Promise<void> {
    const now = this.clock.now();
    await context.fence.settle(async (manager) => {
      const facets = work.marks.length > 0 ? work.marks.map((mark) => mark.facet) : ['profile'];
      for (const facet of facets) {
        await putDeadLetters(manager, [
          {
            connectionId: context.connectionId,
            kind: 'state',
            reference: `${facet}:${work.key}:`,
            code,
            message,
            body: JSON.stringify({ facet, memberId: work.key, listId: '' }),
            at: now,
            attempts: 1,
          },
        ]);
      }
      await settleMarks(manager, work.marks, now, null);
    });
  }

  /** Later: with a backoff when something failed, without counting when it was only throttled. */
  private async putOff(
    context: LaneContext,
    work: MemberWork,
    plan: StatePlan,
    sent: Exclude<Sent<unknown>, { kind: 'done' | 'refused' }>,
  ): Promise<string> {
    const now = this.clock.now();
    const code = 'code' in sent ? sent.code : sent.kind;
    const wait = (attempts: number): number =>
      sent.kind === 'later' ? sent.ms : retryDelay(attempts, Math.random());
    const doubtful = sent.kind === 'silent' && sent.doubt;
    const doubt = doubtful ? { doubtUntil: now + WRITE_DOUBT_MS } : {};
    await context.fence.settle(async (manager) => {
      const repository = manager.getRepository(StateMarkEntity);
      if (doubtful) await this.disbelieve(manager, context, work, plan);
      if (work.marks.length === 0) {
        // A state that an event asked for has no mark yet: without one it would be forgotten with the event.
        await this.lookAgain(manager, context, work, now + wait(1));
        if (doubtful) {
          await repository.update({ connectionId: context.connectionId, ...keyWithout(work.key) }, doubt);
        }
      }
      for (const mark of work.marks) {
        const attempts = mark.attempts + (sent.kind === 'later' ? 0 : 1);
        if (isHopeless(attempts, mark.markedAt, now)) await this.letter(manager, mark, code, now);
        else await repository.update(keyOf(mark), { attempts, notBefore: now + wait(attempts), ...doubt });
      }
    });
    return code;
  }

  /** A write without an answer may land at any time: what was accepted before is no longer known. */
  private async disbelieve(
    manager: EntityManager,
    context: LaneContext,
    work: MemberWork,
    plan: StatePlan,
  ): Promise<void> {
    await manager.getRepository(ProfileLinkEntity).update(
      { connectionId: context.connectionId, memberId: work.key },
      {
        updatedAt: this.clock.now(),
        ...(plan.profileHash === null ? {} : { acceptedProfile: null }),
        ...(plan.pointsHash === null ? {} : { acceptedPoints: null }),
      },
    );
  }

  private async letter(
    manager: EntityManager,
    mark: StateMarkEntity,
    code: string,
    now: number,
  ): Promise<void> {
    const { connectionId, ...key } = keyOf(mark);
    await putDeadLetters(manager, [
      {
        connectionId,
        kind: 'state',
        reference: `${mark.facet}:${mark.memberId}:${mark.listId}`,
        code,
        message: 'Klaviyo could not take this for a day. Replay it when Klaviyo answers again.',
        body: JSON.stringify(key),
        at: now,
        attempts: mark.attempts,
      },
    ]);
    await manager.getRepository(StateMarkEntity).delete({ ...keyOf(mark), version: mark.version });
  }

  /** Marks the member, where no mark stands that would bring it back. */
  private async lookAgain(
    manager: EntityManager,
    context: LaneContext,
    work: MemberWork,
    at: number,
  ): Promise<void> {
    if (work.marks.length > 0) return;
    await raiseMarks(manager, [
      {
        connectionId: context.connectionId,
        ...keyWithout(work.key),
        markedAt: this.clock.now(),
        notBefore: at,
        lookUntil: 0,
      },
    ]);
  }
}

/** The mark for a member who has none: its delivery looks at every part of the state. */
const keyWithout = (memberId: string) => ({ facet: 'profile' as const, memberId, listId: '' });

/** What to send instead of what Klaviyo refused; null when there is nothing left to leave out. */
function withLess(
  sent: Sent<unknown>,
  attributes: JsonObject,
  id: string | null,
): { attributes: JsonObject; id: string | null; warning: string } | null {
  const without = (name: string): JsonObject =>
    Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
  if (sent.kind === 'missing' && id !== null) return { attributes, id: null, warning: 'profile_gone' };
  if (sent.kind !== 'refused') return null;
  if (sent.pointer?.endsWith('/phone_number') && 'phone_number' in attributes) {
    return { attributes: without('phone_number'), id, warning: 'phone_refused' };
  }
  if (sent.answer.status !== 409) return null;
  // The identifiers belong to different profiles: the stored id goes first, then the secondary identifier.
  if (id !== null) return { attributes, id: null, warning: 'profile_gone' };
  if ('email' in attributes && 'phone_number' in attributes) {
    return { attributes: without('phone_number'), id, warning: 'identifiers_on_two_profiles' };
  }
  return null;
}
