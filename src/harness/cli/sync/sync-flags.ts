/** Flags of `plan`, `load` and `reconcile`. */
export interface SyncFlags {
  readonly url: string;
  readonly tenant: string;
  /** Where the tenant has several of the type. */
  readonly installation?: string;
  /** False by `--no-members`. */
  readonly members?: boolean;
  readonly audiences?: readonly string[];
  /** Epoch milliseconds or ISO-8601; the host reads it. */
  readonly eventsFrom?: string;
  /** False by `--no-repair`. */
  readonly repair?: boolean;
  /** Only start it. */
  readonly detach?: boolean;
}
