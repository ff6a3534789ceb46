import type { BudgetView } from '../budget/budget-view.js';
import type { Batch, BatchMember } from './batch.js';
import type { Candidate, Need } from './candidate.js';
import { groupBy } from '../kit/group-by.js';
import { chooseForm } from './choose-form.js';
import type { FormOperations } from './form-operations.js';
import { BULK_LIMITS } from './limits.js';
import { pack, type Packed } from './pack.js';

/** A bulk window of which at least this part is left is spent at once; below, half-filled requests are spaced out. */
const PLENTY = 0.5;
/** A bulk request at least so full goes whatever the spacing. */
const FULL = 0.5;
/** The backfill comes page by page: a request that is not full waits for the next ones, but no longer than this. */
const FILL_MS = 30_000;
/** While more is coming it is looked again after so long. */
const FILLING_MS = 100;
/** With so many bulk requests in flight one will soon end, and its members' next events fill the next. */
const CROWDED = 3;
/** While a bulk request is further away than this, single ones go meanwhile. */
const PATIENCE_MS = 1_000;

/** What the planner decides from. */
export interface PlanInput {
  /**
   * Live work before backfill, who waits longest first. It may leave out whoever needs something of which the planner
   * says that it has enough.
   */
  readonly ready: (isEnough: (need: Need) => boolean) => Iterable<Candidate>;
  readonly budget: BudgetView;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Requests that may be put in flight yet. */
  readonly places: { readonly single: number; readonly bulk: number };
  readonly bulksInFlight: number;
  /** Since when a member of the backfill waits for its import (epoch ms); null when no more is coming. */
  readonly fillingSince: number | null;
  /** By need: when its last bulk request was begun (epoch ms). */
  readonly lastBulk: Readonly<Record<Need, number>>;
  readonly operations: Readonly<Record<'event' | 'state', FormOperations>>;
  readonly listOperations: readonly string[];
}

/** What to send now, and when to look again although nothing has changed (epoch ms, `Infinity` for never). */
export interface Plan {
  readonly batches: readonly Batch[];
  readonly lookAt: number;
}

/** What is left to give away while a plan is made. */
interface Left {
  single: number;
  bulk: number;
  readonly requests: Map<string, number>;
  lookAt: number;
}

/**
 * Decides what is sent next. Pure: the same input gives the same plan.
 *
 * Live before backfill; who waits longest goes first; a member is in one batch at most; no batch is over Klaviyo's
 * limits; single or bulk by {@link chooseForm}. When a bulk window runs low, half-filled requests are spaced over it,
 * so that what comes late in the minute does not wait for the next.
 */
export function plan(input: PlanInput): Plan {
  const left: Left = { ...input.places, requests: new Map(), lookAt: Infinity };
  const batches: Batch[] = [];
  const candidates = gather(input);
  for (const backfill of [false, true]) {
    const group = candidates.filter((candidate) => candidate.backfill === backfill);
    for (const need of ['state', 'event'] as const) {
      const waiting = group.filter((candidate) => candidate.need === need);
      batches.push(...planNeed(input, left, need, waiting, backfill));
    }
    batches.push(
      ...planLists(
        input,
        left,
        group.filter(({ need }) => need === 'list'),
        backfill,
      ),
    );
  }
  return { batches, lookAt: left.lookAt };
}

/** As many candidates of each need as can possibly be sent now, and some more to choose a form by. */
function gather({ ready, places }: PlanInput): Candidate[] {
  const most = (limit: number): number => (places.bulk + 1) * limit + places.single;
  const left = {
    event: most(BULK_LIMITS.event.items),
    state: most(BULK_LIMITS.state.items),
    list: most(BULK_LIMITS.list.items),
  };
  const candidates: Candidate[] = [];
  for (const candidate of ready((need) => left[need] <= 0)) {
    if (left[candidate.need] <= 0) continue;
    left[candidate.need] -= candidate.sizes.length;
    candidates.push(candidate);
  }
  return candidates;
}

function planNeed(
  input: PlanInput,
  left: Left,
  need: 'event' | 'state',
  waiting: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  const alone = waiting.filter(({ cap }) => cap <= 1);
  const batches = [...singles(input, left, need, alone, backfill)];
  const caps = [...new Set(waiting.map(({ cap }) => cap).filter((cap) => cap > 1))].sort((a, b) => b - a);
  for (const cap of caps) {
    const group = waiting.filter((candidate) => candidate.cap === cap);
    if (backfill && need === 'state') {
      const begun = planImport(input, left, group, cap);
      if (begun.length > 0) return [...batches, ...begun];
    } else batches.push(...planGroup(input, left, need, group, cap, backfill));
  }
  return batches;
}

/**
 * One import of the backfill, which is as much as is prepared at a time: of those who join the same lists, the most first.
 * The others fill up meanwhile.
 */
function planImport(input: PlanInput, left: Left, group: readonly Candidate[], cap: number): Batch[] {
  const kinds = [...groupBy(group, ({ joins }) => joins).values()].sort((a, b) => b.length - a.length);
  for (const alike of kinds) {
    const begun = planGroup(input, left, 'state', alike, cap, true);
    if (begun.length > 0) return begun;
  }
  return [];
}

/** Candidates that may be in one batch together. */
function planGroup(
  input: PlanInput,
  left: Left,
  need: 'event' | 'state',
  group: readonly Candidate[],
  cap: number,
  backfill: boolean,
): Batch[] {
  const batches: Batch[] = [];
  let rest = group;
  while (rest.length > 0) {
    const form = chooseForm(
      { ...waitingOf(rest, need, cap), backfill },
      input.operations[need],
      input.budget,
      input.now,
    );
    if (form === 'single') return [...batches, ...singles(input, left, need, rest, backfill)];
    const packed = pack(rest, BULK_LIMITS[need], cap);
    const bulk = bulkBatch(input, left, need, packed, backfill);
    if (bulk === null) {
      // Nobody waits for a state of the backfill: it is never worth a request of its own.
      const isPatient = backfill && need === 'state';
      return isPatient ? batches : [...batches, ...meanwhile(input, left, need, rest, backfill)];
    }
    batches.push(bulk);
    rest = backfill && need === 'state' ? [] : packed.rest;
  }
  return batches;
}

function bulkBatch(
  input: PlanInput,
  left: Left,
  need: 'event' | 'state',
  packed: Packed,
  backfill: boolean,
): Batch | null {
  const { bulk } = input.operations[need];
  const room = input.budget.available(bulk, backfill) - (left.requests.get(bulk) ?? 0);
  if (room < 1) {
    look(left, input.budget.readyAt(bulk, 1, backfill));
    return null;
  }
  if (left.bulk < 1) return null;
  const isFilling = input.fillingSince !== null && input.now < input.fillingSince + FILL_MS;
  if (isFilling && backfill && need === 'state' && packed.rest.length === 0 && !isFullest(packed, need)) {
    look(left, input.now + FILLING_MS);
    return null;
  }
  const { count, windowMs } = input.budget.steadyLimit(bulk);
  const isFull = packed.items >= BULK_LIMITS[need].items * FULL || packed.rest.length > 0;
  if (!isFull && input.bulksInFlight >= CROWDED) return null;
  const paced = input.lastBulk[need] + windowMs / count;
  if (!isFull && room < count * PLENTY && input.now < paced) {
    look(left, paced);
    return null;
  }
  spend(left, bulk, 1);
  left.bulk -= 1;
  return { need, form: 'bulk', listId: '', backfill, members: packed.members };
}

const isFullest = ({ items }: Packed, need: 'event' | 'state'): boolean => items >= BULK_LIMITS[need].items;

/** The bulk window is used up: what the single one still permits goes by it. */
function meanwhile(
  input: PlanInput,
  left: Left,
  need: 'event' | 'state',
  rest: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  const { bulk } = input.operations[need];
  if (left.bulk < 1 || input.budget.readyAt(bulk, 1, backfill) - input.now <= PATIENCE_MS) return [];
  return singles(input, left, need, rest, backfill);
}

function singles(
  input: PlanInput,
  left: Left,
  need: 'event' | 'state',
  rest: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  if (rest.length === 0) return [];
  const { single } = input.operations[need];
  const room = input.budget.available(single, backfill) - (left.requests.get(single) ?? 0);
  if (room < 1) look(left, input.budget.readyAt(single, 1, backfill));
  const count = Math.min(room, left.single, rest.length);
  if (count < 1) return [];
  spend(left, single, count);
  left.single -= count;
  const members = rest.slice(0, count).map(({ key }) => ({ key, items: 1 }));
  return [{ need, form: 'single', listId: '', backfill, members }];
}

function planLists(input: PlanInput, left: Left, waiting: readonly Candidate[], backfill: boolean): Batch[] {
  const batches: Batch[] = [];
  for (const listId of new Set(waiting.map((candidate) => candidate.listId))) {
    let rest = waiting.filter((candidate) => candidate.listId === listId);
    while (rest.length > 0) {
      // Whether it is an addition or a removal shows when the member is loaded.
      const busy = input.listOperations.filter(
        (operation) => input.budget.available(operation, backfill) - (left.requests.get(operation) ?? 0) < 1,
      );
      if (busy.length === input.listOperations.length) {
        for (const operation of busy) look(left, input.budget.readyAt(operation, 1, backfill));
        return batches;
      }
      if (left.bulk < 1) return batches;
      const cap = rest[0]?.cap ?? 1;
      const group = rest.filter((candidate) => candidate.cap === cap);
      const members: readonly BatchMember[] = pack(group, BULK_LIMITS.list, cap).members;
      for (const operation of input.listOperations) spend(left, operation, 1);
      left.bulk -= 1;
      batches.push({ need: 'list', form: 'bulk', listId, backfill, members });
      const taken = new Set(members.map(({ key }) => key));
      rest = rest.filter(({ key }) => !taken.has(key));
    }
  }
  return batches;
}

function waitingOf(rest: readonly Candidate[], need: 'event' | 'state', cap: number) {
  let items = 0;
  let bytes = 0;
  let deepest = 1;
  for (const { sizes } of rest) {
    items += sizes.length;
    deepest = Math.max(deepest, sizes.length);
    for (const size of sizes) bytes += size;
  }
  const limits = BULK_LIMITS[need];
  const requests = Math.max(
    Math.ceil(items / limits.items),
    Math.ceil(bytes / limits.bytes),
    Math.ceil(rest.length / cap),
  );
  return { items, requests, deepest };
}

const spend = (left: Left, operation: string, count: number): void => {
  left.requests.set(operation, (left.requests.get(operation) ?? 0) + count);
};

const look = (left: Left, at: number): void => {
  left.lookAt = Math.min(left.lookAt, at);
};
