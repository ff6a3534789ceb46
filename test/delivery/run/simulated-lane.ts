import { admit } from '../../../src/delivery/backlog/admit.js';
import { Backlog } from '../../../src/delivery/backlog/backlog.js';
import type { EventHead, MemberRef } from '../../../src/delivery/backlog/work-head.js';
import { type Permit, RateBudget } from '../../../src/delivery/budget/rate-budget.js';
import type { Batch } from '../../../src/delivery/plan/batch.js';
import { BULK_LIMITS } from '../../../src/delivery/plan/limits.js';
import { plan } from '../../../src/delivery/plan/planner.js';
import { afterRefusal } from '../../../src/delivery/backlog/after-refusal.js';
import { regroup } from '../../../src/delivery/backlog/regroup.js';
import { FLOWS } from '../plan/plan-input.js';
import { FakeClock } from '../../harness/host/fake-clock.js';

/** What Klaviyo makes of a request, as the test draws it. */
export type Fate = 'done' | 'failed' | 'throttled' | 'done, but no answer' | 'crash';

export interface Accepted {
  readonly eventId: string;
  readonly member: string;
  /** Under which of its references the member's event comes. */
  readonly reference: string;
  readonly bytes: number;
  /** Refused by Klaviyo whoever sends it. */
  readonly poisoned: boolean;
  /** Whether a refusal of a batch names it. */
  readonly named: boolean;
  readonly backfill: boolean;
}

interface Row extends Accepted {
  readonly seq: number;
  notBefore: number;
  sentBefore: boolean;
  attempts: number;
}

/** Another reference of a member. */
export const aliasOf = (member: string): string => `alias of ${member}`;

/** So few rows in a page that what waits of one member comes in different ones. */
const RETRY_PAGE = 3;
const FRESH_PAGE = 7;
/** What waited for different moments is due when the process comes back. */
const DOWN_MS = 20_000;

const PATTERN = /^\/data\/(\d+)$/;

/**
 * A lane without a store and without a network: the real backlog, planner, budget and regrouping, with a table in memory
 * for the outbox and a Klaviyo that does what it is told.
 */
export class SimulatedLane {
  readonly clock = new FakeClock();
  readonly delivered: string[] = [];
  readonly buried: string[] = [];
  readonly overLimit: string[] = [];
  private readonly budget = new RateBudget(this.clock, 1);
  private backlog = new Backlog();
  private readonly rows = new Map<string, Row>();
  private readonly recorded = new Set<string>();
  private cursor = 0;
  private isDown = false;
  private retryCursor = { notBefore: 0, seq: 0 };

  constructor(
    accepted: readonly Accepted[],
    private readonly fates: Iterator<Fate>,
  ) {
    for (const [index, one] of accepted.entries()) {
      this.rows.set(one.eventId, { ...one, seq: index + 1, notBefore: 0, sentBefore: false, attempts: 0 });
    }
  }

  /** @returns how many planning rounds it took; fails when it goes on for ever */
  async run(): Promise<number> {
    for (let round = 1; round <= 5_000; round += 1) {
      if (this.rows.size === 0) return round;
      if (this.isDown) await this.clock.advance(DOWN_MS);
      this.isDown = false;
      this.read();
      const { batches, lookAt } = plan({
        ready: (isEnough) => this.backlog.ready(this.clock.now(), isEnough),
        budget: this.budget,
        now: this.clock.now(),
        places: { single: 300, bulk: 10 },
        bulksInFlight: 0,
        fillingSince: null,
        lastBulk: new Map(),
        flows: FLOWS,
      });
      for (const batch of batches) this.send(batch);
      await this.clock.advance(
        batches.length > 0 ? 50 : Math.max(50, this.nextAt(lookAt) - this.clock.now()),
      );
    }
    throw new Error(`${this.rows.size} events were never delivered`);
  }

  private nextAt(lookAt: number): number {
    const waiting = [...this.rows.values()].map(({ notBefore }) => notBefore);
    const due = Math.min(lookAt, ...waiting.filter((at) => at > this.clock.now()));
    return due === Infinity ? this.clock.now() : due;
  }

  /** As the reader does it: retries first, then what is behind the cursor. */
  private read(): void {
    const now = this.clock.now();
    const all = [...this.rows.values()];
    const { notBefore, seq } = this.retryCursor;
    const retries = all
      .filter((row) => row.notBefore > 0 && row.notBefore <= now)
      .filter((row) => row.notBefore > notBefore || (row.notBefore === notBefore && row.seq > seq))
      .toSorted((a, b) => a.notBefore - b.notBefore || a.seq - b.seq)
      .slice(0, RETRY_PAGE);
    const last = retries.at(-1);
    if (last) this.retryCursor = { notBefore: last.notBefore, seq: last.seq };
    const keys = new Set<string>();
    const lifted = retries.map((row) => this.admit(row, now, keys)).filter((until) => until !== null);
    this.rewindRetries(Math.min(...lifted));
    const isAll = retries.length < RETRY_PAGE && lifted.every((until) => until > now);
    if (isAll) this.backlog.parking.lift(now);
    // A few at a time, so that events of one member come in different pages.
    const fresh = all.filter((row) => row.notBefore === 0 && row.seq > this.cursor).slice(0, FRESH_PAGE);
    for (const row of fresh) {
      this.cursor = row.seq;
      this.admit(row, now);
    }
  }

  private rewindRetries(from: number): void {
    if (this.retryCursor.notBefore >= from) this.retryCursor = { notBefore: from - 1, seq: 0 };
  }

  private admit(row: Row, now: number, lifted = new Set<string>()): number | null {
    const until = admit(this.backlog, refOf(row), headOf(row), row.notBefore, now, lifted);
    if (until !== null) row.notBefore = until;
    return until;
  }

  /** The process dies and comes back: what it held in memory is read anew. */
  private crash(): void {
    this.isDown = true;
    this.backlog = new Backlog();
    this.cursor = 0;
    this.retryCursor = { notBefore: 0, seq: 0 };
    for (const { reference, notBefore } of this.rows.values()) {
      if (notBefore > 0) this.backlog.parking.park([reference], notBefore);
    }
  }

  private send(batch: Batch): void {
    if (batch.form === 'bulk') {
      this.request(
        batch.members.map(({ key, items }) => ({ key, items })),
        'bulk',
      );
      return;
    }
    for (const { key } of batch.members) this.request([{ key, items: 1 }], 'single');
  }

  private request(members: readonly { key: string; items: number }[], form: 'single' | 'bulk'): void {
    const permit: Permit | null = this.budget.take(form === 'single' ? 'create_event' : 'bulk_create_events');
    // A 429 of the request before has closed the operation.
    if (!permit) return;
    const entries = this.backlog.checkOut(
      members.map(({ key }) => key),
      members,
    );
    const going = entries.map((entry, index) => ({
      key: entry.key,
      rows: entry.events.slice(0, members[index]!.items).map(({ eventId }) => this.rows.get(eventId)!),
    }));
    const rows = going.flatMap((one) => one.rows);
    this.checkLimits(rows, form);
    const before = new Set(
      going.filter((one) => one.rows.some((row) => row.sentBefore)).map(({ key }) => key),
    );
    for (const row of rows) row.sentBefore = true;
    this.answer(going, form, before, this.fates.next().value as Fate);
    permit.end();
    this.backlog.release(
      going.map(({ key }) => key),
      members,
    );
  }

  private answer(
    going: readonly { key: string; rows: Row[] }[],
    form: 'single' | 'bulk',
    resent: ReadonlySet<string>,
    fate: Fate,
  ): void {
    const rows = going.flatMap((one) => one.rows);
    if (fate === 'failed') {
      this.park(going);
      return;
    }
    if (fate === 'crash') {
      this.crash();
      return;
    }
    if (fate === 'throttled') {
      this.budget.block(form === 'single' ? 'create_event' : 'bulk_create_events', 1_000);
      return;
    }
    // Klaviyo refuses a bulk request for one bad event, and for one that it knows already.
    const bad = rows.filter((row) => row.poisoned || (form === 'bulk' && this.recorded.has(row.eventId)));
    if (bad.length > 0) {
      this.refuse(going, form, resent, bad);
      return;
    }
    for (const row of rows) {
      if (!this.recorded.has(row.eventId)) this.delivered.push(row.eventId);
      this.recorded.add(row.eventId);
    }
    if (fate === 'done, but no answer') {
      this.park(going);
      return;
    }
    for (const { key, rows: some } of going) this.forget(key, some);
  }

  private refuse(
    going: readonly { key: string; rows: Row[] }[],
    form: 'single' | 'bulk',
    resent: ReadonlySet<string>,
    bad: readonly Row[],
  ): void {
    const [first] = going;
    if (form === 'single' && first) {
      this.buried.push(...first.rows.map(({ eventId }) => eventId));
      this.forget(first.key, first.rows);
      return;
    }
    const owners = going.map(({ key }) => key);
    const named = bad.find((row) => row.named);
    const faults = named
      ? [{ code: 'invalid', pointer: `/data/${owners.indexOf(named.member)}` }]
      : [{ code: 'invalid', pointer: null }];
    const members = regroup(this.backlog, owners, (refusals) =>
      afterRefusal({ owners, resent, refusals, faults, pattern: PATTERN }),
    );
    this.backlog.takeNews({ members });
  }

  private park(going: readonly { key: string; rows: Row[] }[]): void {
    for (const { key, rows } of going) {
      for (const row of rows) row.attempts += 1;
      const until = this.clock.now() + 1_000 * Math.max(...rows.map(({ attempts }) => attempts));
      this.backlog.parking.park([...(this.backlog.find(key)?.references ?? []), key], until);
      const eventsGone = this.backlog.find(key)?.events.map(({ eventId }) => eventId) ?? [];
      for (const eventId of eventsGone) this.rows.get(eventId)!.notBefore = until;
      this.backlog.takeNews({ members: [{ key, eventsGone }] });
      this.rewindRetries(until);
    }
  }

  private forget(key: string, rows: readonly Row[]): void {
    for (const { eventId } of rows) this.rows.delete(eventId);
    const eventsGone = rows.map(({ eventId }) => eventId);
    this.backlog.takeNews({ members: [{ key, eventsGone }] });
  }

  private checkLimits(rows: readonly Row[], form: 'single' | 'bulk'): void {
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    const isOver =
      form === 'single'
        ? rows.length > 1
        : rows.length > BULK_LIMITS.event.items || (rows.length > 1 && bytes > BULK_LIMITS.event.bytes);
    if (isOver) this.overLimit.push(`${rows.length} events of ${bytes} bytes`);
  }
}

const refOf = ({ member }: Accepted): MemberRef => ({
  key: member,
  references: [member, aliasOf(member)],
});

const headOf = (row: Row): EventHead => ({
  eventId: row.eventId,
  seq: row.seq,
  subject: row.reference,
  bytes: row.bytes,
  acceptedAt: 0,
  attempts: 0,
  backfill: row.backfill,
});
