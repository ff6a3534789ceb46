import type { Call } from './call.js';
import type { UninstallReport } from './extension.js';
import type { Issue } from './issue.js';
import type { JsonObject } from './platform.js';

/** The state of one installation as the extension sees it. */
export interface Check {
  /**
   * `draft`: never saved with Active. `connected`: authorised, not active. `active`: data flows.
   * `needs-reconnect`: the vendor refuses us; accepting goes on. `pausing`, `leaving`, `revoking`: on the way to its rest or
   * its end, nothing is accepted any more. `disconnected`: switched off.
   */
  readonly state:
    | 'draft'
    | 'connected'
    | 'active'
    | 'needs-reconnect'
    | 'pausing'
    | 'leaving'
    | 'revoking'
    | 'disconnected';
  readonly account?: { readonly id: string; readonly name: string };
  readonly scopes?: readonly string[];
  /** Why it is in this state: `paused`, `switched_off`, `removed_at_klaviyo`. */
  readonly reason?: string;
  /** How far an end is that goes on. */
  readonly ending?: UninstallReport;
  readonly issues: readonly Issue[];
}

/** Settings in force, defaults filled in; revision 0 before the first save. */
export interface Configuration {
  readonly settings: JsonObject;
  readonly revision: number;
  readonly active: boolean;
}

/** One choice of a dropdown. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface OptionsQuery {
  /** The settings field, as its `x-options` names it. */
  readonly field: string;
  readonly search?: string;
  readonly cursor?: string;
}

/** A choice that is wanted for a settings field. */
export interface NewOption {
  readonly field: string;
  readonly label: string;
}

export interface OptionsPage {
  readonly options: readonly Option[];
  /** Give it back as `cursor` for the next page; absent on the last. */
  readonly next?: string;
}

/** Optional: lets a host look inside. */
export interface Inspection {
  check(call: Call): Promise<Check>;
  /** The settings in force; a host shows these in its form. */
  configuration(call: Call): Promise<Configuration>;
  /** Of the whole extension, not of one tenant. */
  health(): Promise<{ readonly ok: boolean; readonly detail?: JsonObject }>;
  /** The values behind a settings field with `x-options`. */
  options(call: Call, query: OptionsQuery): Promise<OptionsPage>;
  /**
   * Makes a new choice, for a field with `x-options-create`.
   * @throws Fault of kind `rate-limited` with the time after which it can be tried again
   */
  createOption?(call: Call, request: NewOption): Promise<Option>;
}
