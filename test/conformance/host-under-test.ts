import type { Host } from '../../src/harness/host/host.js';

/** What the suite asks of a host. */
export type HostUnderTest = Pick<
  Host,
  | 'catalogue'
  | 'refused'
  | 'createInstallation'
  | 'installations'
  | 'setActive'
  | 'removeInstallation'
  | 'dispatch'
  | 'dispatchAudienceChange'
  | 'stop'
>;

export interface HostUnderTestOptions {
  /** Everything the host keeps is kept below; the same directory again is the same host after a restart. */
  readonly directory: string;
  readonly manifests: readonly string[];
  /** How long an extension may take for a call, in milliseconds. */
  readonly callTimeoutMs: number;
}

/** How the suite gets a host: in this process, and in one that it kills. */
export interface HostFactory {
  create(options: HostUnderTestOptions): Promise<HostUnderTest>;
  /**
   * A script that takes `HostUnderTestOptions` as JSON in its first argument, installs the type `KEEPER` for the tenant
   * `t`, hands over one event after another (ids `e0`, `e1`, …) and prints each receipt as one JSON line as soon as it
   * has it, until it is killed.
   */
  readonly script: string;
}
