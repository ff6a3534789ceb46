import type { BudgetView } from '../budget/budget-view.js';

/** Two ways that differ by less are equally soon. */
const TIE_MS = 100;
/** What one request takes there and back: a member's events go one after the other. */
const ROUND_TRIP_MS = 250;

/**
 * What this process itself takes for a request of one, and for each item of a request for many: with limits that Klaviyo
 * has widened it is what empties the lane that counts. Measured by `npm run bench lane`.
 */
const SINGLE_MS = 1;
const BULK_ITEM_MS = 0.15;
const MINUTE_MS = 60_000;

/** Two ways of sending: by a request for each, or for many. */
export interface Forms {
  readonly single: string;
  readonly bulk: string;
  /** What a request for many takes longer (ms). */
  readonly bulkDelayMs: number;
}

/** What waits. */
export interface Waiting {
  readonly items: number;
  /** Requests that it takes in bulk. */
  readonly requests: number;
  /** Most items of one member. */
  readonly deepest: number;
  readonly backfill: boolean;
}

/**
 * Single or bulk, by what empties the lane soonest within the budget. Of the backfill, which nobody waits for, and where
 * both are equally soon, by what costs the smaller part of a minute, of Klaviyo's window and of this process: with 3500
 * single and 150 bulk requests a minute, bulk from 23 events on.
 */
export function chooseForm(
  { items, requests, deepest, backfill }: Waiting,
  { single, bulk, bulkDelayMs }: Forms,
  budget: BudgetView,
  now: number,
): 'single' | 'bulk' {
  const singleMs = items * SINGLE_MS;
  const bulkMs = items * BULK_ITEM_MS;
  const singleCost = partOf(budget, single, items) + singleMs / MINUTE_MS;
  const bulkCost = partOf(budget, bulk, requests) + bulkMs / MINUTE_MS;
  const cheaper = singleCost <= bulkCost ? 'single' : 'bulk';
  if (backfill) return cheaper;
  const roundTripsMs = (deepest - 1) * ROUND_TRIP_MS;
  const soonSingle = Math.max(budget.readyAt(single, items, backfill), now + roundTripsMs, now + singleMs);
  const soonBulk = Math.max(budget.readyAt(bulk, requests, backfill), now + bulkMs) + bulkDelayMs;
  if (soonSingle + TIE_MS < soonBulk) return 'single';
  if (soonBulk + TIE_MS < soonSingle) return 'bulk';
  return cheaper;
}

const partOf = (budget: BudgetView, operation: string, requests: number): number =>
  requests / budget.steadyLimit(operation).count;
