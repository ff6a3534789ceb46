/**
 * One line of the state file: what a thing is now. `k` names the kind, `a` the account, `v` the value; the last line
 * for a thing wins.
 */
export interface StateRecord {
  readonly k: string;
  readonly a?: string;
  readonly v?: unknown;
  readonly id?: string;
  readonly to?: string;
}

/** Where changes are told, so that they survive a restart. */
export type Remember = (record: StateRecord) => void;
