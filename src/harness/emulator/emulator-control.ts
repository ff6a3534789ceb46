import { AdminError } from './admin/admin-error.js';
import { checkSwitches } from './switches/check-switches.js';
import { DEFAULT_SWITCHES, type Switches } from './switches/switches.js';
import type { EmulatorOptions } from './emulator-options.js';
import type { EmulatorParts } from './emulator-parts.js';
import type { JsonObject } from './json.js';
import { resumeJobs } from './jobs/resume-jobs.js';
import { Marketer } from './marketer.js';
import { SCOPE_WORDS } from './oauth/scopes.js';
import type { IssuedTokens } from './oauth/token-ledger.js';
import { DEMO_ACCOUNTS } from './state/demo-accounts.js';
import type { Remember } from './state/state-record.js';

/** A move of the emulator's clock. Given several, they are done in this order. */
export interface ClockMove {
  /** False lets the clock run, true stops it where it is. */
  readonly frozen?: boolean;
  /** Epoch milliseconds, or ISO 8601. */
  readonly set?: number | string;
  /** From the machine's clock, in milliseconds. */
  readonly offset?: number;
  readonly advanceMs?: number;
}

/** What answers `GET /__admin/health`. */
export interface Health {
  readonly ok: true;
  readonly pid: number;
  readonly data: string | null;
  readonly version: string;
  readonly contract: string;
  readonly journal: { readonly seq: number; readonly dropped: number };
  readonly violations: number;
}

/** Raised when the admin surface changes in a way that its users must know of. */
const VERSION = '1';

/** What may be done to the emulator as a whole, in process and over `/__admin` alike. */
export class EmulatorControl {
  readonly marketer: Marketer;

  constructor(
    readonly parts: EmulatorParts,
    private readonly options: EmulatorOptions,
    private readonly effects: {
      readonly remember: Remember;
      readonly forgetAll: () => void;
      readonly shutdown: () => void;
    },
  ) {
    this.marketer = new Marketer(parts);
  }

  health(): Health {
    const { journal, violations, contract } = this.parts;
    return {
      ok: true,
      pid: process.pid,
      data: this.options.data ?? null,
      version: VERSION,
      contract: contract.source,
      journal: { seq: journal.seq, dropped: journal.dropped },
      violations: violations.count,
    };
  }

  requestShutdown(): void {
    this.effects.shutdown();
  }

  clockView(): {
    readonly now: number;
    readonly iso: string;
    readonly offset: number;
    readonly frozen: boolean;
  } {
    const { clock } = this.parts;
    const now = clock.now();
    return { now, iso: new Date(now).toISOString(), offset: clock.offset, frozen: clock.frozen };
  }

  moveClock(move: ClockMove): void {
    const { clock } = this.parts;
    const to = typeof move.set === 'string' ? Date.parse(move.set) : move.set;
    if (to !== undefined && !Number.isFinite(to)) {
      throw new AdminError('invalid_time', 'set must be epoch milliseconds or ISO 8601.', '/set');
    }
    if (move.frozen !== undefined) clock.freeze(move.frozen);
    if (to !== undefined) clock.set(to);
    if (move.offset !== undefined) clock.setOffset(move.offset);
    if (move.advanceMs !== undefined) clock.advance(move.advanceMs);
    this.rememberSettings();
  }

  setSwitches(positions: JsonObject | Partial<Switches>): void {
    Object.assign(this.parts.switches, checkSwitches(positions as JsonObject));
    this.rememberSettings();
  }

  /** Removes the app from Klaviyo's side; answers how many installs ended. */
  uninstall(account: string): number {
    this.marketer.account(account);
    return this.parts.tokens.endAccount(account, this.parts.switches.accessTokenDiesOnUninstall);
  }

  /** Tokens without the consent page, for tests and benchmarks; all scopes where none are named. */
  grant(wish: { account: string; client?: string; scopes?: readonly string[] }): IssuedTokens {
    this.marketer.account(wish.account);
    const client = wish.client ?? this.parts.clients.keys().next().value ?? '';
    if (!this.parts.clients.has(client)) {
      throw new AdminError('unknown_client', `There is no client ${client}.`, '/client', 404);
    }
    const { tokens } = this.parts;
    return tokens.issue(tokens.install(client, wish.account), wish.scopes ?? Object.keys(SCOPE_WORDS));
  }

  /** Everything as on the first day: accounts, tokens, faults, switches, limits, journal and clock. */
  reset(): void {
    const { parts } = this;
    parts.clock.close();
    parts.accounts.clear();
    parts.tokens.clear();
    parts.faults.clear();
    parts.journal.clear();
    parts.violations.clear();
    parts.limits.reset(this.options.limits === false);
    parts.refreshLimit.clear();
    Object.assign(parts.switches, DEFAULT_SWITCHES, this.options.switches);
    if (!parts.clock.frozen) parts.clock.setOffset(0);
    this.effects.forgetAll();
    this.seed();
  }

  /** Opens the accounts that are missing. */
  seed(): void {
    for (const account of this.options.accounts ?? DEMO_ACCOUNTS) {
      if (this.parts.accounts.get(account.id) === undefined) this.marketer.openAccount(account);
    }
  }

  /** Goes on with import jobs that an earlier run left unfinished. */
  resume(): void {
    resumeJobs(this.parts);
  }

  rememberSettings(): void {
    const { switches, clock, journal } = this.parts;
    this.effects.remember({
      k: 'settings',
      v: { switches, offset: clock.frozen ? 0 : clock.offset, seq: journal.seq },
    });
  }
}
