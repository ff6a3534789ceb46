/** Flags of `status`. */
export interface StatusFlags {
  readonly url: string;
  readonly tenant: string;
}
