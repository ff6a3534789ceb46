import type { Candidate } from '../../../src/delivery/plan/candidate.js';
import type { FlowPlan } from '../../../src/delivery/plan/flow-plan.js';
import { BULK_LIMITS } from '../../../src/delivery/plan/limits.js';
import type { PlanInput } from '../../../src/delivery/plan/planner.js';
import { FixedBudget } from './fixed-budget.js';

export const NOW = Date.UTC(2026, 10, 23, 9);

/** Klaviyo's windows, unused. */
export const freshBudget = (over: ConstructorParameters<typeof FixedBudget>[1] = {}): FixedBudget =>
  new FixedBudget(NOW, {
    create_event: { available: 350, steady: 3_500 },
    bulk_create_events: { available: 10, steady: 150 },
    create_or_update_profile: { available: 75, steady: 750 },
    bulk_import_profiles: { available: 10, steady: 150 },
    add_profiles_to_list: { available: 10, steady: 150 },
    remove_profiles_from_list: { available: 10, steady: 150 },
    ...over,
  });

/** The kinds of steps as the capabilities plan them. */
export const FLOWS: readonly FlowPlan[] = [
  {
    need: 'state',
    turn: 1,
    single: 'create_or_update_profile',
    bulk: ['bulk_import_profiles'],
    bulkDelayMs: 5_000,
    limits: BULK_LIMITS.state,
    fillsUp: true,
  },
  {
    need: 'event',
    turn: 2,
    single: 'create_event',
    bulk: ['bulk_create_events'],
    bulkDelayMs: 0,
    limits: BULK_LIMITS.event,
    fillsUp: false,
  },
  {
    need: 'list',
    turn: 3,
    single: null,
    bulk: ['add_profiles_to_list', 'remove_profiles_from_list'],
    bulkDelayMs: 0,
    limits: BULK_LIMITS.list,
    fillsUp: false,
  },
];

export const candidate = (key: string, more: Partial<Candidate> = {}): Candidate => ({
  key,
  need: 'event',
  listId: '',
  sizes: [500],
  joins: '',
  backfill: false,
  cap: Infinity,
  ...more,
});

export const many = (count: number, more: Partial<Candidate> = {}, prefix = 'm'): Candidate[] =>
  Array.from({ length: count }, (_, index) => candidate(`${prefix}${index}`, more));

export const planInput = (ready: readonly Candidate[], more: Partial<PlanInput> = {}): PlanInput => ({
  ready: () => ready,
  budget: freshBudget(),
  now: NOW,
  places: { single: 300, bulk: 10 },
  bulksInFlight: 0,
  fillingSince: null,
  lastBulk: new Map(),
  flows: FLOWS,
  ...more,
});
