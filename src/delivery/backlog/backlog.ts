import type { Candidate, Need } from '../plan/candidate.js';
import { PROFILE_BYTES } from '../plan/limits.js';
import { ALONE_AFTER } from '../kit/retry.js';
import { AlikeMarks, type HeldMark } from './alike-marks.js';
import type { BacklogNews, ListNews, MarkPlace, MemberNews } from './backlog-news.js';
import type { Entry } from './entry.js';
import { BacklogRoom } from './backlog-room.js';
import { candidateOf } from './candidate-of.js';
import { HeldLists } from './held-lists.js';
import { nextStep } from './next-step.js';
import { Parking } from './parking.js';
import type { EventHead, MarkHead, MemberRef } from './work-head.js';

/** What most members have, and none changes: a list of its own takes a fifth of an entry. */
const NO_EVENTS: EventHead[] = [];
const NO_MARKS: readonly HeldMark[] = [];

/**
 * The due work of one lane that its owner has loaded: who waits for what, in which order. It holds no bodies and no
 * values, those are read when they are sent.
 */
export class Backlog {
  readonly parking = new Parking();
  readonly lists = new HeldLists();
  readonly room = new BacklogRoom();
  private readonly live = new Map<string, Entry>();
  private readonly backfill = new Map<string, Entry>();
  /** By id, whether an event is backfill. */
  private readonly loaded = new Map<string, boolean>();
  private readonly alike = new AlikeMarks();
  private profileBytes = PROFILE_BYTES;
  private changes = 0;

  /** Rises whenever somebody gets further, is held, or is regrouped: what does not change it has led nowhere. */
  get revision(): number {
    return this.changes;
  }

  /** Whether a page of marks of the backfill can be loaded now, or once those are gone that batches have. */
  get hasBackfillRoomSoon(): boolean {
    if (this.room.hasForMarks(true)) return true;
    let members = 0;
    let marks = 0;
    for (const { holder, marks: some } of this.backfill.values()) {
      if (holder || some.length === 0) continue;
      members += 1;
      marks += some.length;
    }
    return this.room.hasBeside(members, marks);
  }

  /** Members with loaded work. */
  get size(): number {
    return this.live.size + this.backfill.size;
  }

  /** Whether members of the backfill have loaded work. */
  get hasBackfill(): boolean {
    return this.backfill.size > 0;
  }

  /** Whether an event is loaded already. */
  has(eventId: string): boolean {
    return this.loaded.has(eventId);
  }

  find(key: string): Entry | undefined {
    return this.live.get(key) ?? this.backfill.get(key);
  }

  addEvent(member: MemberRef, head: EventHead): void {
    if (this.loaded.has(head.eventId)) return;
    const entry = this.entry(member, head.backfill);
    addReference(entry, head.subject);
    aloneAfterFailures(entry, head);
    this.loaded.set(head.eventId, head.backfill);
    this.room.countEvent(head.backfill, 1);
    // Nearly always the newest: a retry that comes back is the exception.
    if (entry.events === NO_EVENTS) entry.events = [];
    let at = entry.events.length;
    while (at > 0 && (entry.events[at - 1]?.seq ?? 0) > head.seq) at -= 1;
    entry.events.splice(at, 0, head);
  }

  addMark(member: MemberRef, head: MarkHead): void {
    const entry = this.entry(member, head.backfill);
    addReference(entry, head.memberId);
    aloneAfterFailures(entry, head);
    this.takeMark(entry, head);
    this.room.countMark(head.backfill, 1);
    if (head.backfill && !isMarked(entry)) this.room.countMember(1);
    const alone = this.alike.alone(head);
    entry.marks = entry.marks.length === 0 ? alone : entry.marks.concat(alone);
    // What waits for a job or a retry waits in the store: a mark that is loaded is newer, and may go.
    if (head.facet !== 'list') entry.state = isDue(entry) ? DUE_NOW : 'as marked';
  }

  /**
   * Who can take a step now: live before backfill, who was loaded first before who came later. Whoever is found to wait
   * for its own state waits from now on.
   *
   * @param kinds `live` leaves the backfill where it is
   */
  *ready(
    now: number,
    isEnough: (need: Need) => boolean = () => false,
    kinds: 'all' | 'live' = 'all',
  ): Generator<Candidate> {
    for (const entries of this.entriesOf(kinds)) {
      for (const entry of entries.values()) {
        const { step, patience } = nextStep(entry, now, this.lists);
        entry.patience = patience;
        if (step && !isEnough(step.need)) yield candidateOf(entry, step, this.profileBytes);
      }
    }
  }

  /**
   * When somebody who is held can take a step again (epoch ms); null for nobody.
   *
   * @param kinds `live` leaves the backfill where it is
   */
  nextStepAt(now: number, kinds: 'all' | 'live' = 'all'): number | null {
    let next = this.lists.nextAt(now) ?? Infinity;
    for (const entries of this.entriesOf(kinds)) {
      for (const { holder, heldUntil, state, patience } of entries.values()) {
        if (holder) continue;
        if (heldUntil > now) next = Math.min(next, heldUntil);
        if (typeof state === 'object' && state.dueAt > now) next = Math.min(next, state.dueAt);
        if (typeof patience === 'object' && patience.until > now) next = Math.min(next, patience.until);
      }
    }
    return next === Infinity ? null : next;
  }

  /** @param batch the one that takes them: only it gives them back */
  checkOut(keys: Iterable<string>, batch: object): Entry[] {
    const entries: Entry[] = [];
    const holder = { batch, yields: false };
    for (const key of keys) {
      const entry = this.find(key);
      if (!entry || entry.holder) continue;
      entry.holder = holder;
      entries.push(entry);
    }
    return entries;
  }

  /** Whether the batch has the member still: live work may have taken it away. */
  holds(key: string, batch: object): boolean {
    return this.find(key)?.holder?.batch === batch;
  }

  /** From now on live work may take members away from the batch, or may not; whose has come already is taken at once. */
  setYielding(keys: Iterable<string>, batch: object, yields: boolean): void {
    const holder = { batch, yields };
    for (const key of keys) {
      const entry = this.find(key);
      if (entry?.holder?.batch !== batch) continue;
      entry.holder = holder;
      if (entry.backfill) continue;
      this.yield(entry);
      this.forgetWhenEmpty(entry);
    }
  }

  /** Gives members back that the batch has still; who has nothing left is forgotten. */
  release(keys: Iterable<string>, batch: object): void {
    for (const key of keys) {
      const entry = this.find(key);
      if (entry?.holder?.batch !== batch) continue;
      entry.holder = null;
      this.forgetWhenEmpty(entry);
    }
  }

  /** Takes note of what was done. Only the verdict that says so tells it. */
  takeNews({ members = [], lists = [], profileBytes }: BacklogNews): void {
    this.changes += members.length + lists.length;
    for (const one of members) {
      const entry = this.find(one.key);
      if (!entry || (one.whileHeldBy && entry.holder?.batch !== one.whileHeldBy)) continue;
      if (one.eventsGone) this.dropEvents(entry, one.eventsGone);
      this.takeMemberNews(entry, one);
      this.forgetWhenEmpty(entry);
    }
    for (const one of lists) this.takeListNews(one);
    if (profileBytes !== undefined) this.profileBytes = Math.ceil(profileBytes);
  }

  private entriesOf(kinds: 'all' | 'live'): readonly Map<string, Entry>[] {
    return kinds === 'all' ? [this.live, this.backfill] : [this.live];
  }

  private entry(member: MemberRef, backfill: boolean): Entry {
    const found = this.find(member.key);
    if (found) {
      if (found.backfill && !backfill) this.promote(found);
      return found;
    }
    const entry: Entry = {
      key: member.key,
      references: member.references,
      events: NO_EVENTS,
      marks: NO_MARKS,
      backfill,
      holder: null,
      heldUntil: 0,
      state: 'as marked',
      patience: 'not asked for',
      cap: null,
      refusals: 0,
    };
    (backfill ? this.backfill : this.live).set(member.key, entry);
    return entry;
  }

  private takeMemberNews(entry: Entry, news: MemberNews): void {
    for (const mark of news.marksGone ?? []) this.takeMark(entry, mark);
    if (news.state !== undefined) {
      const isOver = news.state === 'settled' || news.state === 'given up' || news.state === 'ahead';
      if (isOver) entry.patience = 'not asked for';
      entry.state = news.state === 'settled' ? 'as marked' : news.state;
    }
    if (news.stateFirst) entry.patience = 'endless';
    if (news.dueStateWaitsUntil !== undefined && isDue(entry))
      entry.state = { dueAt: news.dueStateWaitsUntil };
    if (news.heldUntil !== undefined) entry.heldUntil = news.heldUntil;
    if (news.cap === 'any') entry.cap = null;
    else if (news.cap !== undefined) lowerCap(entry, news.cap);
    if (news.refused) entry.refusals += 1;
  }

  private takeListNews({ listId, is }: ListNews): void {
    if (is === 'being read') this.lists.hold(listId, is);
    else if (is !== 'gone') this.lists.hold(listId, is.heldUntil);
    else {
      this.lists.rest(listId);
      // Its marks wait in the store, and take no room that others need.
      for (const entries of this.entriesOf('all')) {
        for (const entry of entries.values()) {
          this.takeMark(entry, { facet: 'list', listId });
          this.forgetWhenEmpty(entry);
        }
      }
    }
  }

  private dropEvents(entry: Entry, eventIds: Iterable<string>): void {
    const gone = new Set(eventIds);
    for (const eventId of gone) {
      const backfill = this.loaded.get(eventId);
      if (backfill === undefined) continue;
      this.room.countEvent(backfill, -1);
      this.loaded.delete(eventId);
    }
    entry.events = entry.events.filter(({ eventId }) => !gone.has(eventId));
  }

  private takeMark(entry: Entry, { facet, listId }: MarkPlace): void {
    const mark = entry.marks.find((one) => one.facet === facet && one.listId === listId);
    if (!mark) return;
    this.room.countMark(mark.backfill, -1);
    entry.marks = entry.marks.filter((one) => one !== mark);
    if (mark.backfill && !isMarked(entry)) this.room.countMember(-1);
  }

  /** Live work of a member takes what waits of the same member along: their order holds. */
  private promote(entry: Entry): void {
    this.backfill.delete(entry.key);
    entry.backfill = false;
    entry.patience = 'not asked for';
    this.live.set(entry.key, entry);
    this.yield(entry);
  }

  private yield(entry: Entry): void {
    if (!entry.holder?.yields) return;
    this.changes += 1;
    entry.holder = null;
  }

  private forgetWhenEmpty(entry: Entry): void {
    if (entry.holder || entry.events.length > 0 || entry.marks.length > 0) return;
    this.live.delete(entry.key);
    this.backfill.delete(entry.key);
  }
}

/** Who has failed again and again may be what makes its batch fail. */
function aloneAfterFailures(entry: Entry, { attempts }: { readonly attempts: number }): void {
  if (attempts >= ALONE_AFTER) entry.cap = 1;
}

function lowerCap(entry: Entry, most: number): void {
  entry.cap = Math.max(1, Math.min(entry.cap ?? most, Math.floor(most)));
}

/** Whether its state differs from Klaviyo's although no mark says so. */
const isDue = ({ state }: Entry): boolean => state === 'in a job' || typeof state === 'object';

const DUE_NOW = { dueAt: 0 } as const;

/** Whether it has marks of the backfill. */
const isMarked = ({ marks }: Entry): boolean => marks.some(({ backfill }) => backfill);

function addReference(entry: Entry, reference: string): void {
  if (!entry.references.includes(reference)) entry.references = entry.references.concat(reference);
}
