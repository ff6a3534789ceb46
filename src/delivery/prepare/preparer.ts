import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Json, type Member, type Vault } from '../../contract/index.js';
import { isSendable } from '../../mapping/index.js';
import type { ReasonCode } from '../../store/index.js';
import type { MemberNews } from '../backlog/backlog-news.js';
import type { Entry } from '../backlog/entry.js';
import { YIELD_EVERY, yieldToEventLoop } from '../kit/yield-to-event-loop.js';
import type { LaneContext } from '../context/lane-context.js';
import { RecentlyClosed } from '../context/recently-closed.js';
import type { Batch } from '../plan/batch.js';
import type { Need } from '../plan/candidate.js';
import { NO_STATE, planState } from '../member/state-plan.js';
import { attributeAt } from '../member/without-attribute.js';
import { findSince } from '../member/find-since.js';
import { isContactless } from '../member/is-contactless.js';
import { type Identified, MemberIdentity } from '../member/member-identity.js';
import type { MemberWork } from '../member/member-work.js';
import type { Prepared } from '../member/prepared.js';
import { refusedDigest } from '../member/refused-digest.js';
import { closedMembers, leftOutMembers, unknownMembers } from './unsendable.js';
import { withdrawMembers, withdrawnMember } from './withdrawn.js';
import { applyVerdict } from '../verdict/apply-verdict.js';
import { tellBacklog } from '../verdict/tell-backlog.js';
import { WorkLoader } from '../member/work-loader.js';

/** A member of a batch, checked out of the backlog. */
export interface Picked {
  readonly entry: Entry;
  /** How many of its events go. */
  readonly items: number;
}

interface KnownMember {
  readonly member: Member;
  readonly work: MemberWork;
}

/** Reads, identifies and compares the members of a batch; who cannot be sent at all is settled on the way. */
@injectable()
export class Preparer {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(WorkLoader) private readonly loader: WorkLoader,
    @inject(MemberIdentity) private readonly identities: MemberIdentity,
    @inject(RecentlyClosed) private readonly closed: RecentlyClosed,
  ) {}

  /** @returns those that may be sent, in the order of the batch */
  async prepareMembers(
    lane: LaneContext,
    { need, backfill }: Pick<Batch, 'need' | 'backfill'>,
    picked: readonly Picked[],
  ): Promise<Prepared[]> {
    const works = await this.loader.load(
      lane,
      picked.map(({ entry, items }) => ({
        key: entry.key,
        references: entry.references,
        eventIds: need === 'event' ? entry.events.slice(0, items).map(({ eventId }) => eventId) : [],
      })),
    );
    const now = this.clock.now();
    const gone = works.flatMap((work, index) => goneWork(picked[index], work, need, now));
    tellBacklog(lane, { members: gone });
    const open = await this.withoutClosed(lane, works);
    const { known, withdrawn } = await this.sendable(lane, need, open);
    const identified = await this.identities.claim(
      lane,
      known.map(({ member, work }) => ({ member, link: work.link })),
      // Of a load nobody comes again soon, and there are so many that they would drive out those who do.
      !(backfill && need === 'state'),
    );
    const prepared: Prepared[] = withdrawn.map(({ member, work }) => withdrawnMember(member, work, now));
    const contactless: MemberWork[] = [];
    for (const [index, { member, work }] of known.entries()) {
      if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
      const found = identified.get(member.id);
      if (!found) continue;
      if (isContactless(found.identity) && lane.settings.withoutContact === 'skip') contactless.push(work);
      else {
        const one = this.one(lane, need, work, member, found);
        prepared.push(found.link.refused ? await this.withRefused(lane, one) : one);
      }
    }
    if (contactless.length > 0) {
      const verdict = leftOutMembers(contactless, 'without_contact');
      await applyVerdict(lane, verdict, this.clock.now(), { onlyBySettings: true });
    }
    return prepared;
  }

  /** The one place that asks who has closed the account, for whatever is sent: what waits of them goes, with its reason. */
  private async withoutClosed(
    lane: LaneContext,
    works: readonly MemberWork[],
  ): Promise<readonly MemberWork[]> {
    const closed = works.filter(({ closing }) => closing !== null);
    if (closed.length === 0) return works;
    await applyVerdict(lane, closedMembers(closed), this.clock.now());
    for (const { closing, key } of closed) {
      if (!closing) continue;
      this.closed.resolve(lane.connectionId, closing.reference, key);
      // Who registers again may go by the same name.
      lane.cursors.forget([closing.reference, ...(lane.backlog.find(key)?.references ?? [])]);
    }
    return works.filter(({ closing }) => closing === null);
  }

  /** @returns who may be sent, and who may only be taken off a list */
  private async sendable(
    lane: LaneContext,
    need: Need,
    works: readonly MemberWork[],
  ): Promise<{ readonly known: readonly KnownMember[]; readonly withdrawn: readonly KnownMember[] }> {
    const known: KnownMember[] = [];
    const withdrawn: KnownMember[] = [];
    const unknown: MemberWork[] = [];
    const skipped = new Map<ReasonCode, MemberWork[]>();
    for (const work of works) {
      const { member } = work;
      if (!member) {
        unknown.push(work);
        continue;
      }
      const sendable = isSendable(member);
      if (sendable.sendable) known.push({ member, work });
      else if (need === 'list' && work.link) withdrawn.push({ member, work });
      else skipped.set(sendable.code, [...(skipped.get(sendable.code) ?? []), work]);
    }
    const now = this.clock.now();
    if (unknown.length > 0) await applyVerdict(lane, unknownMembers(lane.connectionId, unknown, now), now);
    for (const [code, some] of skipped) {
      const { connectionId } = lane;
      await applyVerdict(lane, (manager) => withdrawMembers(manager, connectionId, some, code, now), now);
    }
    return { known, withdrawn };
  }

  private one(
    lane: LaneContext,
    need: Need,
    work: MemberWork,
    member: Member,
    { identity, link }: Identified,
  ): Prepared {
    const now = this.clock.now();
    const due = work.marks.filter(({ notBefore }) => notBefore <= now);
    const stateMarks = due.filter(({ facet }) => facet !== 'list');
    const doubtUntil = lane.jobs.has(work.key) ? Infinity : link.doubtUntil > now ? link.doubtUntil : 0;
    // Sent while an older write may still land, it goes once more when that has ended: until then nothing is due.
    const waitsForDoubt =
      stateMarks.length === 0 &&
      link.doubtUntil > now &&
      !lane.jobs.has(work.key) &&
      work.marks.some(({ facet, notBefore }) => facet !== 'list' && notBefore > now);
    const state = waitsForDoubt
      ? NO_STATE
      : planState({
          member,
          wallet: work.wallet,
          link,
          identity,
          settings: lane.settings,
          audiences: work.memberships?.names ?? null,
          now,
          needsId: need === 'list' || isContactless(identity),
          marked: due.length > 0,
          doubt: doubtUntil > 0,
        });
    return {
      key: work.key,
      work,
      member,
      identity,
      link,
      stateMarks,
      listMarks: due.filter(({ facet }) => facet === 'list'),
      state,
      refused: [],
      doubtUntil,
      findSince: findSince(link, identity),
    };
  }

  /** What was refused stays refused until its value changes. */
  private async withRefused(lane: LaneContext, prepared: Prepared): Promise<Prepared> {
    const places: string[] = [];
    for (const [place, digest] of Object.entries(prepared.link.refused ?? {})) {
      const value: Json | undefined = attributeAt(prepared.state.attributes, place);
      if (value !== undefined && (await refusedDigest(this.vault, lane, place, value)) === digest) {
        places.push(place);
      }
    }
    return { ...prepared, refused: places };
  }
}

/** Rows of the backlog that are gone, or no longer due: settled between the reading and the loading. */
function goneWork(picked: Picked | undefined, work: MemberWork, need: Need, now: number): MemberNews[] {
  if (!picked) return [];
  const { entry, items } = picked;
  const there = new Set(work.events.map(({ eventId }) => eventId));
  const asked = need === 'event' ? entry.events.slice(0, items).map(({ eventId }) => eventId) : [];
  const due = new Set(
    work.marks.filter(({ notBefore }) => notBefore <= now).map(({ facet, listId }) => `${facet}\n${listId}`),
  );
  const eventsGone = asked.filter((eventId) => !there.has(eventId));
  const marksGone = entry.marks.filter(({ facet, listId }) => !due.has(`${facet}\n${listId}`));
  return eventsGone.length === 0 && marksGone.length === 0 ? [] : [{ key: entry.key, eventsGone, marksGone }];
}
