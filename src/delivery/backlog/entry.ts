import type { HeldMark } from './alike-marks.js';
import type { EventHead } from './work-head.js';

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
  /** The batch that has it: it is part of a request, or of one that is being prepared. */
  holder: object | null;
  /** Live work of the member may take it from its holder. */
  yields: boolean;
  /** Epoch milliseconds before which none of its steps is taken: a budget that is used up. */
  heldUntil: number;
  /** Its state differs from Klaviyo's although no mark says so. */
  stateDue: boolean;
  /** Its state is in a running import job, or was tried and failed: not tried again before. */
  stateHeldUntil: number;
  /** Klaviyo will not take its state as it is: nothing waits for it until it changes. */
  stateGivenUp: boolean;
  /** Its newest state was sent ahead of an older write that may still land: nothing waits for that. */
  stateAhead: boolean;
  /** Epoch milliseconds until which lists and events wait for the state; 0 while nothing waits for it. */
  patienceUntil: number;
  /** The largest batch that it may join. */
  cap: number;
  /** How often a batch that it was part of was refused. */
  refusals: number;
}
