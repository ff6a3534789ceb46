/** A merge that was asked for and is not done yet. */
export interface PendingMerge {
  readonly id: string;
  /** The profile that goes. */
  readonly source: string;
  /** The profile that stays. */
  readonly destination: string;
}
