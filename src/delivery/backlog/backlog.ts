import type { Candidate, Need } from '../plan/candidate.js';
import { PROFILE_BYTES } from '../plan/limits.js';
import { ALONE_AFTER } from '../kit/retry.js';
import { AlikeMarks, type HeldMark } from './alike-marks.js';
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
    if (head.facet !== 'list') {
      entry.stateHeldUntil = 0;
      entry.stateGivenUp = false;
      entry.stateAhead = false;
    }
  }

  /**
   * Who can take a step now: live before backfill, who was loaded first before who came later.
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
        const next = nextStep(entry, now, this.lists);
        if (next && !isEnough(next.need)) yield candidateOf(entry, next, this.profileBytes);
      }
    }
  }

  /**
   * When somebody who is held can take a step again (epoch ms); `Infinity` for nobody.
   *
   * @param kinds `live` leaves the backfill where it is
   */
  nextStepAt(now: number, kinds: 'all' | 'live' = 'all'): number {
    let next = this.lists.nextAt(now);
    for (const entries of this.entriesOf(kinds)) {
      for (const entry of entries.values()) {
        if (entry.holder) continue;
        for (const at of [entry.heldUntil, entry.stateHeldUntil, entry.patienceUntil]) {
          if (at > now) next = Math.min(next, at);
        }
      }
    }
    return next;
  }

  /** @param holder the batch that takes them: only it gives them back */
  checkOut(keys: Iterable<string>, holder: object): Entry[] {
    const entries: Entry[] = [];
    for (const key of keys) {
      const entry = this.find(key);
      if (!entry || entry.holder) continue;
      entry.holder = holder;
      entry.yields = false;
      entries.push(entry);
    }
    return entries;
  }

  /** Whether the batch has the member still: live work may have taken it away. */
  holds(key: string, holder: object): boolean {
    return this.find(key)?.holder === holder;
  }

  /** From now on live work may take members away from the batch, or may not; whose has come already is taken at once. */
  setYielding(keys: Iterable<string>, holder: object, yields: boolean): void {
    for (const key of keys) {
      const entry = this.find(key);
      if (entry?.holder !== holder) continue;
      entry.yields = yields;
      if (entry.backfill) continue;
      this.yield(entry);
      this.forgetWhenEmpty(entry);
    }
  }

  /** Gives members back that the batch has still; who has nothing left is forgotten. */
  release(keys: Iterable<string>, holder: object): void {
    for (const key of keys) {
      const entry = this.find(key);
      if (entry?.holder !== holder) continue;
      entry.holder = null;
      this.forgetWhenEmpty(entry);
    }
  }

  /** Events that are done, or wait in the store. */
  dropEvents(key: string, eventIds: Iterable<string>): void {
    this.changes += 1;
    const entry = this.find(key);
    if (!entry) return;
    const gone = new Set(eventIds);
    for (const eventId of gone) {
      const backfill = this.loaded.get(eventId);
      if (backfill === undefined) continue;
      this.room.countEvent(backfill, -1);
      this.loaded.delete(eventId);
    }
    entry.events = entry.events.filter(({ eventId }) => !gone.has(eventId));
    this.forgetWhenEmpty(entry);
  }

  /** All loaded events of a member: they are put off in the store together. */
  dropAllEvents(key: string): readonly EventHead[] {
    const events = this.find(key)?.events ?? [];
    this.dropEvents(
      key,
      events.map(({ eventId }) => eventId),
    );
    return events;
  }

  /** Marks that are settled, or wait in the store. */
  dropMarks(key: string, marks: Iterable<Pick<HeldMark, 'facet' | 'listId'>>): void {
    this.changes += 1;
    const entry = this.find(key);
    if (!entry) return;
    for (const mark of marks) this.takeMark(entry, mark);
    this.forgetWhenEmpty(entry);
  }

  /** Klaviyo has the member's state. */
  stateSettled(key: string): void {
    this.changes += 1;
    const entry = this.find(key);
    if (!entry) return;
    entry.stateDue = false;
    entry.patienceUntil = 0;
    entry.stateHeldUntil = 0;
    this.forgetWhenEmpty(entry);
  }

  /** Klaviyo will not take the member's state as it is: nothing waits for it until it changes. */
  stateGivenUp(key: string): void {
    const entry = this.find(key);
    if (entry) entry.stateGivenUp = true;
    this.stateSettled(key);
  }

  /** Klaviyo has the newest state, as long as nothing older lands. */
  stateAhead(key: string): void {
    const entry = this.find(key);
    if (entry) entry.stateAhead = true;
    this.stateSettled(key);
  }

  /** The state goes before anything else, however long that takes. */
  stateFirst(key: string, heldUntil = 0): void {
    this.stateDue(key, heldUntil);
    const entry = this.find(key);
    if (entry) entry.patienceUntil = Infinity;
  }

  /**
   * The state is due although no mark says so, or is on its way.
   *
   * @param heldUntil epoch ms before which it is not tried (again)
   */
  stateDue(key: string, heldUntil = 0): void {
    this.changes += 1;
    const entry = this.find(key);
    if (!entry) return;
    entry.stateDue = true;
    entry.stateHeldUntil = heldUntil;
  }

  /** A state that is due waits until then. */
  holdState(key: string, until: number): void {
    this.changes += 1;
    const entry = this.find(key);
    if (entry?.stateDue) entry.stateHeldUntil = until;
  }

  /** A list is being read, or could not be: its marks wait, and nothing waits for them. */
  holdList(listId: string, until: number): void {
    this.changes += 1;
    this.lists.hold(listId, until);
  }

  /**
   * A list is gone: its mapping rests until it is told of another. Its marks wait in the store, and take no room that
   * others need.
   */
  restList(listId: string): void {
    this.changes += 1;
    this.lists.rest(listId);
    for (const entries of this.entriesOf('all')) {
      for (const { key } of entries.values()) this.dropMarks(key, [{ facet: 'list', listId }]);
    }
  }

  /** What a profile took in the last import: the next is filled by it. */
  learnProfileBytes(bytes: number): void {
    this.profileBytes = Math.ceil(bytes);
  }

  hold(key: string, until: number): void {
    this.changes += 1;
    const entry = this.find(key);
    if (entry) entry.heldUntil = until;
  }

  /** From now on in batches of at most so many members; 1 for alone. */
  cap(key: string, most: number): void {
    this.changes += 1;
    const entry = this.find(key);
    if (entry) entry.cap = Math.max(1, Math.min(entry.cap, Math.floor(most)));
  }

  /** What its batches were refused for is mended: it may join any again. */
  uncap(key: string): void {
    this.changes += 1;
    const entry = this.find(key);
    if (entry) entry.cap = Infinity;
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
      yields: false,
      heldUntil: 0,
      stateDue: false,
      stateHeldUntil: 0,
      stateGivenUp: false,
      stateAhead: false,
      patienceUntil: 0,
      cap: Infinity,
      refusals: 0,
    };
    (backfill ? this.backfill : this.live).set(member.key, entry);
    return entry;
  }

  private takeMark(entry: Entry, { facet, listId }: Pick<HeldMark, 'facet' | 'listId'>): void {
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
    entry.patienceUntil = 0;
    this.live.set(entry.key, entry);
    this.yield(entry);
  }

  private yield(entry: Entry): void {
    if (!entry.yields) return;
    this.changes += 1;
    entry.holder = null;
    entry.yields = false;
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

/** Whether it has marks of the backfill. */
const isMarked = ({ marks }: Entry): boolean => marks.some(({ backfill }) => backfill);

function addReference(entry: Entry, reference: string): void {
  if (!entry.references.includes(reference)) entry.references = entry.references.concat(reference);
}
