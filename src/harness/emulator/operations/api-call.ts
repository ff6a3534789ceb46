import type { EmulatorParts } from '../emulator-parts.js';
import type { Answer } from '../http/exchange.js';
import type { JsonValue } from '../json.js';
import type { Install } from '../oauth/token-ledger.js';
import type { AccountState } from '../state/account-state.js';
import type { JobFate } from '../state/import-job.js';

/** A call that is authorised, within its limits and valid: what an operation works on. */
export interface ApiCall {
  readonly parts: EmulatorParts;
  readonly account: AccountState;
  readonly install: Install;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Checked against the contract before; null where there is none. */
  readonly body: JsonValue;
  /** Scheme and host that links begin with. */
  readonly base: string;
  /** The call's own address, for `links.self`. */
  readonly self: string;
  readonly now: number;
  /** What a fault has planned for the job that this call makes. */
  readonly jobFate: JobFate | null;
}

/** What serves one operation. */
export type Handler = (call: ApiCall) => Answer;
