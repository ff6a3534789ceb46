/** What a member needs next: its state in Klaviyo, its place on a list, or its events. */
export type Need = 'state' | 'list' | 'event';

/** A member whose next step may be taken now. */
export interface Candidate {
  readonly key: string;
  readonly need: Need;
  /** For the need `list`. */
  readonly listId: string;
  /** Of a state: lists whose marks wait for it. An import puts all its members on the same lists. */
  readonly joins: string;
  /** Bytes of each event that may go, in their order; of the state one entry, an estimate. */
  readonly sizes: readonly number[];
  readonly backfill: boolean;
  /** The largest batch that it may join, in members: 1 goes alone, by the single end point. */
  readonly cap: number;
}
