/** An audience and the list that follows it. */
export interface Mapping {
  readonly audienceId: string;
  readonly listId: string;
  readonly mode: 'mirror' | 'add-only';
}

/** What a host process is started with, as JSON in its first argument. */
export interface HostArguments {
  /** Where its database and its vault's key are; the same after each kill. */
  readonly directory: string;
  /** The manifest of the extension. */
  readonly manifest: string;
  readonly tenant: string;
  /** Where Klaviyo is played. */
  readonly klaviyo: string;
  /** The Klaviyo account that the first start connects to. */
  readonly account: string;
  readonly mappings: readonly Mapping[];
}
