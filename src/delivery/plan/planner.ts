import type { BudgetView } from '../budget/budget-view.js';
import type { Batch } from './batch.js';
import type { Candidate, Need } from './candidate.js';
import { groupBy } from '../kit/group-by.js';
import { chooseForm } from './choose-form.js';
import type { FlowPlan } from './flow-plan.js';
import { type Left, lookAgainAt, spendRequests } from './left.js';
import { pack, type Packed } from './pack.js';
import { planBulkOnly } from './plan-bulk-only.js';

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
  /** Since when a member of the backfill waits for its import (epoch ms); null when nothing else is coming. */
  readonly fillingSince: number | null;
  /** By need: when its last bulk request was begun (epoch ms). */
  readonly lastBulk: ReadonlyMap<Need, number>;
  /** Every kind of step, in the order in which each is given what may be sent. */
  readonly flows: readonly FlowPlan[];
}

/** What to send now, and when to look again although nothing has changed (epoch ms, `Infinity` for never). */
export interface Plan {
  readonly batches: readonly Batch[];
  readonly lookAt: number;
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
    for (const flow of input.flows) {
      const waiting = group.filter(({ need }) => need === flow.need);
      batches.push(
        ...(flow.single === null
          ? planBulkOnly(input, left, flow, waiting, backfill)
          : planFlow(input, left, { ...flow, single: flow.single }, waiting, backfill)),
      );
    }
  }
  return { batches, lookAt: left.lookAt };
}

/** As many candidates of each need as can possibly be sent now, and some more to choose a form by. */
function gather({ ready, places, flows }: PlanInput): Candidate[] {
  const left = new Map(
    flows.map(({ need, limits }) => [need, (places.bulk + 1) * limits.items + places.single]),
  );
  const candidates: Candidate[] = [];
  for (const candidate of ready((need) => (left.get(need) ?? 0) <= 0)) {
    const room = left.get(candidate.need) ?? 0;
    if (room <= 0) continue;
    left.set(candidate.need, room - candidate.sizes.length);
    candidates.push(candidate);
  }
  return candidates;
}

/** A flow whose members may go alone. */
type SingleFlow = FlowPlan & { readonly single: string };

function planFlow(
  input: PlanInput,
  left: Left,
  flow: SingleFlow,
  waiting: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  const [bulk] = flow.bulk;
  if (bulk === undefined) return singles(input, left, flow, waiting, backfill);
  const alone = waiting.filter(({ cap }) => cap <= 1);
  const batches = [...singles(input, left, flow, alone, backfill)];
  const caps = [...new Set(waiting.map(({ cap }) => cap).filter((cap) => cap > 1))].sort((a, b) => b - a);
  for (const cap of caps) {
    const group = waiting.filter((candidate) => candidate.cap === cap);
    if (backfill && flow.fillsUp) {
      const begun = planFullest(input, left, flow, bulk, group, cap);
      if (begun.length > 0) return [...batches, ...begun];
    } else batches.push(...planGroup(input, left, flow, bulk, group, cap, backfill));
  }
  return batches;
}

/**
 * One request of the backfill, which is as much as is prepared at a time: of those who are alike, the most first. The
 * others fill up meanwhile.
 */
function planFullest(
  input: PlanInput,
  left: Left,
  flow: SingleFlow,
  bulk: string,
  group: readonly Candidate[],
  cap: number,
): Batch[] {
  const kinds = [...groupBy(group, ({ joins }) => joins).values()].sort((a, b) => b.length - a.length);
  for (const alike of kinds) {
    const begun = planGroup(input, left, flow, bulk, alike, cap, true);
    if (begun.length > 0) return begun;
  }
  return [];
}

/** Candidates that may be in one batch together. */
function planGroup(
  input: PlanInput,
  left: Left,
  flow: SingleFlow,
  bulk: string,
  group: readonly Candidate[],
  cap: number,
  backfill: boolean,
): Batch[] {
  const batches: Batch[] = [];
  let rest = group;
  while (rest.length > 0) {
    const waiting = { ...waitingOf(rest, flow, cap), backfill };
    const forms = { single: flow.single, bulk, bulkDelayMs: flow.bulkDelayMs };
    const form = chooseForm(waiting, forms, input.budget, input.now);
    if (form === 'single') return [...batches, ...singles(input, left, flow, rest, backfill)];
    const packed = pack(rest, flow.limits, cap);
    const batch = bulkBatch(input, left, flow, bulk, packed, backfill);
    if (batch === null) {
      // Nobody waits for what fills up: it is never worth a request of its own.
      const isPatient = backfill && flow.fillsUp;
      return isPatient ? batches : [...batches, ...meanwhile(input, left, flow, bulk, rest, backfill)];
    }
    batches.push(batch);
    rest = backfill && flow.fillsUp ? [] : packed.rest;
  }
  return batches;
}

function bulkBatch(
  input: PlanInput,
  left: Left,
  { need, limits, fillsUp }: SingleFlow,
  bulk: string,
  packed: Packed,
  backfill: boolean,
): Batch | null {
  const room = input.budget.available(bulk, backfill) - (left.requests.get(bulk) ?? 0);
  if (room < 1) {
    lookAgainAt(left, input.budget.readyAt(bulk, 1, backfill));
    return null;
  }
  if (left.bulk < 1) return null;
  const isFilling = input.fillingSince !== null && input.now < input.fillingSince + FILL_MS;
  if (isFilling && backfill && fillsUp && packed.rest.length === 0 && packed.items < limits.items) {
    lookAgainAt(left, input.now + FILLING_MS);
    return null;
  }
  const { count, windowMs } = input.budget.steadyLimit(bulk);
  const isFull = packed.items >= limits.items * FULL || packed.rest.length > 0;
  if (!isFull && input.bulksInFlight >= CROWDED) return null;
  const paced = (input.lastBulk.get(need) ?? 0) + windowMs / count;
  if (!isFull && room < count * PLENTY && input.now < paced) {
    lookAgainAt(left, paced);
    return null;
  }
  spendRequests(left, bulk, 1);
  left.bulk -= 1;
  return { need, form: 'bulk', listId: '', backfill, members: packed.members };
}

/** The bulk window is used up: what the single one still permits goes by it. */
function meanwhile(
  input: PlanInput,
  left: Left,
  flow: SingleFlow,
  bulk: string,
  rest: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  if (left.bulk < 1 || input.budget.readyAt(bulk, 1, backfill) - input.now <= PATIENCE_MS) return [];
  return singles(input, left, flow, rest, backfill);
}

function singles(
  input: PlanInput,
  left: Left,
  { need, single }: SingleFlow,
  rest: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  if (rest.length === 0) return [];
  const room = input.budget.available(single, backfill) - (left.requests.get(single) ?? 0);
  if (room < 1) lookAgainAt(left, input.budget.readyAt(single, 1, backfill));
  const count = Math.min(room, left.single, rest.length);
  if (count < 1) return [];
  spendRequests(left, single, count);
  left.single -= count;
  const members = rest.slice(0, count).map(({ key }) => ({ key, items: 1 }));
  return [{ need, form: 'single', listId: '', backfill, members }];
}

function waitingOf(rest: readonly Candidate[], { limits }: FlowPlan, cap: number) {
  let items = 0;
  let bytes = 0;
  let deepest = 1;
  for (const { sizes } of rest) {
    items += sizes.length;
    deepest = Math.max(deepest, sizes.length);
    for (const size of sizes) bytes += size;
  }
  const requests = Math.max(
    Math.ceil(items / limits.items),
    Math.ceil(bytes / limits.bytes),
    Math.ceil(rest.length / cap),
  );
  return { items, requests, deepest };
}
