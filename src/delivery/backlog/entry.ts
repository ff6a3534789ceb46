import type { HeldMark } from './alike-marks.js';
import type { EventHead } from './work-head.js';

/**
 * What is known of a member's state beside its marks.
 *
 * - `as marked`: only a mark makes it due.
 * - `ahead`: its newest state was sent while an older write may still land; nothing waits for it.
 * - `given up`: Klaviyo will not take it as it is; nothing waits for it until it changes.
 * - `in a job`: it differs from Klaviyo's, and a running import job has it.
 * - `{ dueAt }`: it differs from Klaviyo's although no mark says so; epoch ms before which it is not tried, 0 for at once.
 */
export type StateNeed = 'as marked' | 'ahead' | 'given up' | 'in a job' | { readonly dueAt: number };

/**
 * How long a member's lists and events wait for its state: they do not, without end, or until a time (epoch ms), after
 * which they go without it.
 */
export type Patience = 'not asked for' | 'endless' | { readonly until: number };

/** The batch that has a member: it is part of a request, or of one that is being prepared. */
interface Holder {
  readonly batch: object;
  /** Live work of the member may take it away from the batch. */
  readonly yields: boolean;
}

/**
 * What is loaded of one member and not done yet. Of tens of thousands each has one mark and one or two references: their
 * lists are concatenated rather than grown, since one that grows makes room for sixteen more.
 */
export interface Entry {
  readonly key: string;
  /** Everything under which rows of the member may stand, each once. */
  references: readonly string[];
  /** In the order of acceptance. */
  events: EventHead[];
  /** One of each facet and list at most. */
  marks: readonly HeldMark[];
  backfill: boolean;
  holder: Holder | null;
  /** Epoch milliseconds before which none of its steps is taken: a budget that is used up. 0 for no wait. */
  heldUntil: number;
  state: StateNeed;
  patience: Patience;
  /** The largest batch that it may join, in members; null for any. */
  cap: number | null;
  /** How often a batch that it was part of was refused. */
  refusals: number;
}
