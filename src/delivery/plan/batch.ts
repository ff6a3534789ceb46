import type { Need } from './candidate.js';

/** A member in a batch. */
export interface BatchMember {
  readonly key: string;
  /** How many of its events go, from the first on; 1 for a state or a list. */
  readonly items: number;
}

/** `single`: a request for each member, side by side. `bulk`: one request for all of them. */
export interface Batch {
  readonly need: Need;
  readonly form: 'single' | 'bulk';
  /** For the need `list`. */
  readonly listId: string;
  readonly backfill: boolean;
  readonly members: readonly BatchMember[];
}
