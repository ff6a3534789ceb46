/** Something an extension can do, and the vendor's permissions it needs for it. */
export interface Capability {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly scopes: readonly string[];
}

/** `plugin.manifest.json`: who an extension is, before any of its code runs. */
export interface Manifest {
  /** Lower case, digits and dashes. */
  readonly id: string;
  /** The extension type in the catalogue, as `KLAVIYO`. */
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** A semantic-versioning range of contract versions. */
  readonly contract: string;
  /** Module file, relative to the manifest. */
  readonly entry: string;
  readonly capabilities: readonly Capability[];
  /** Present where the vendor is connected by OAuth. */
  readonly oauth?: {
    readonly authorizeUrl: string;
    readonly tokenUrl: string;
    readonly revokeUrl: string;
    readonly pkce: 'S256';
    /** Asked for whatever is switched on. */
    readonly scopes: readonly string[];
  };
  /** Every origin that the extension sends to. */
  readonly egress: readonly string[];
  readonly settings: {
    /** A name in the module's `schemas`. */
    readonly schema: string;
  };
  readonly storage: {
    /** Every table of the extension begins with it; ends with an underscore. */
    readonly prefix: string;
  };
}
