import type { Clock, Logger } from '../contract/index.js';

/** What a scheduler on pg-boss is opened with. */
export interface PgBossOptions {
  /** `postgres://…`: any database that all replicas reach; the extension's own is the usual choice. */
  readonly url: string;
  /** One queue for each extension: its id. Letters, digits, `_`, `-`, `.`, `/`. */
  readonly queue: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The schema of pg-boss' tables; `wll_lanes` when left out. */
  readonly schema?: string;
  /** Lanes that run side by side in this process; 16 when left out. */
  readonly sideBySide?: number;
  /**
   * Whether pg-boss makes and updates its own tables; true when left out. Say false where the process may not: then
   * `npx pg-boss migrate --schema wll_lanes` does it before.
   */
  readonly migrate?: boolean;
}
