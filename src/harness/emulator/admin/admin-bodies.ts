import type { ClockMove } from '../emulator-control.js';
import type { LimitChange } from '../limits/rate-limits.js';
import type { NamedProfile } from '../marketer.js';
import type { AccountSeed } from '../state/demo-accounts.js';

/** The bodies of the admin routes, by the name of their shape. */
export interface AdminBodies {
  readonly clock: ClockMove;
  readonly limits: LimitChange;
  readonly uninstall: { readonly account: string };
  readonly accounts: AccountSeed;
  readonly lists: { readonly account: string; readonly name?: string; readonly names?: readonly string[] };
  readonly rename: { readonly account: string; readonly name: string };
  readonly members: { readonly account: string; readonly profiles: readonly NamedProfile[] };
  readonly merge: { readonly account?: string; readonly into: string };
  readonly tokens: {
    readonly account: string;
    readonly client?: string;
    readonly scopes?: readonly string[];
  };
}
