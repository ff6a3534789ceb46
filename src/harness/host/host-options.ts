import type { Clock, Logger } from '../../contract/index.js';
import type { Role, SchedulerName } from './lanes/role.js';

/** What a local host is started with. */
export interface HostOptions {
  /** A SQLite file, or a `postgres://` URL. */
  readonly database: string;
  /** Where the vault's key is kept. */
  readonly dataDir: string;
  /** Paths of the extensions' manifests. */
  readonly manifests: readonly string[];
  /** Where requests to a declared origin really go, by declared origin; what is left out goes where it says. */
  readonly egress: Readonly<Record<string, string>>;
  /** The platform's credentials with the vendors, by extension id. */
  readonly oauth: Readonly<Record<string, { readonly clientId: string; readonly clientSecret: string }>>;
  /** How a browser reaches this host, without a slash at the end: vendors send it back to `<publicUrl>/oauth/callback`. */
  readonly publicUrl: string;
  /** `both` when left out. The others need the scheduler `pg-boss`. */
  readonly role?: Role;
  /** `in-process` when left out. `pg-boss` needs PostgreSQL and Node 22.12. */
  readonly scheduler?: SchedulerName;
  /** The system's when left out. */
  readonly clock?: Clock;
  /** JSON lines to stderr, from `LOG_LEVEL` on, when left out. */
  readonly logger?: Logger;
  /** How long an extension may take for a call, in milliseconds; 10 000 when left out. */
  readonly callTimeoutMs?: number;
}
