import type { Switches } from '../../src/harness/emulator/switches/switches.js';
import type { Rest } from './check/rest.js';
import type { Refusal } from './feed/ledger.js';
import type { RunOptions } from './run-options.js';

/** What came of a run. */
export interface Report {
  readonly options: Omit<RunOptions, 'tell'>;
  readonly switches: Partial<Switches>;
  readonly rest: Rest;
  /** Events and states that were accepted. */
  readonly accepted: { readonly events: number; readonly states: number; readonly members: number };
  /** Receipts `duplicate` and `busy`: items whose receipt a kill had swallowed, and back-pressure. */
  readonly receipts: { readonly duplicates: number; readonly busy: number };
  readonly refusals: readonly Refusal[];
  /** Dead letters by kind and code, and those that no fault explains. */
  readonly letters: { readonly codes: ReadonlyMap<string, number>; readonly unexplained: readonly string[] };
  /** Host processes: how often one was killed, ended by itself, and how long each took to start. */
  readonly host: {
    readonly kills: number;
    readonly crashes: readonly string[];
    readonly failures: readonly string[];
    readonly startsMs: readonly number[];
  };
  /** Connections that Klaviyo ended and that were made again; a rotated token whose answer is lost is one. */
  readonly reconnects: number;
  /** Requests that met a fault, by its kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** Requests by operation, and by status within each; status 0 where no answer was given. */
  readonly requests: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** 429s that a budget should have avoided, by operation. */
  readonly avoidable429: ReadonlyMap<string, number>;
  readonly violations: {
    readonly contract: string;
    readonly count: number;
    readonly first: readonly object[];
  };
  /** Milliseconds from the first item handed over to the last receipt, and of all. */
  readonly fedMs: number;
  readonly totalMs: number;
  /** Where the logs are, as long as they are kept. */
  readonly directory: string;
}
