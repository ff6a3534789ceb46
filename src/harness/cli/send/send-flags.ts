/** Flags of `send`. */
export interface SendFlags {
  readonly url: string;
  readonly tenant: string;
}
