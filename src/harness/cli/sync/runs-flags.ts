/** Flags of `runs`. */
export interface RunsFlags {
  readonly url: string;
  readonly tenant: string;
  readonly installation?: string;
}
