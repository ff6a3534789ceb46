import { join } from 'node:path';
import { AdminEndpoint } from './admin/admin-endpoint.js';
import { VirtualClock } from './clock/virtual-clock.js';
import { ApiContract } from './openapi/api-contract.js';
import { findOpenApi } from './openapi/find-open-api.js';
import { openApiContract } from './openapi/open-api-contract.js';
import { ownDocument } from './openapi/own-document.js';
import { EmulatorControl } from './emulator-control.js';
import type { EmulatorOptions } from './emulator-options.js';
import type { EmulatorParts } from './emulator-parts.js';
import { FaultBoard } from './faults/fault-board.js';
import { FrontDesk } from './front-desk.js';
import type { IncomingCall, Outcome } from './http/exchange.js';
import { HttpServer } from './http/http-server.js';
import { RequestJournal } from './journal/request-journal.js';
import { ViolationBook } from './journal/violation-book.js';
import { RateLimits } from './limits/rate-limits.js';
import { DEFAULT_CLIENT } from './oauth/oauth-client.js';
import { RefreshLimit } from './oauth/refresh-limit.js';
import { TokenLedger } from './oauth/token-ledger.js';
import { AccountDirectory } from './state/account-directory.js';
import { StateLog } from './state/state-log.js';
import type { StateRecord } from './state/state-record.js';
import { accountView, type AccountView } from './state/state-view.js';
import { DEFAULT_SWITCHES, type Switches } from './switches/switches.js';

/**
 * A local Klaviyo: OAuth, the API, its limits and its refusals. Steered in process by its parts and `control`, or
 * over HTTP by `/__admin`.
 *
 * @example
 * const emulator = await createEmulator({ clock: new VirtualClock({ frozenAt: Date.UTC(2026, 6, 15) }) });
 * const url = await emulator.listen();
 * const { accessToken } = emulator.control.grant({ account: 'DEMO01' });
 */
export class Emulator {
  readonly #server: HttpServer;
  readonly #desk: FrontDesk;
  readonly #admin: AdminEndpoint;
  /** Resolves when somebody has asked the emulator to stop, by `POST /__admin/shutdown`. */
  readonly shutdownRequested: Promise<void>;
  /** Told by the control. */
  readonly announceShutdown: () => void;
  #closing: Promise<void> | null = null;

  constructor(
    readonly parts: EmulatorParts,
    readonly control: EmulatorControl,
    latencyMs: number,
    private readonly log: StateLog | null,
  ) {
    let announce: () => void = () => undefined;
    this.shutdownRequested = new Promise((resolve) => (announce = resolve));
    this.announceShutdown = announce;
    this.#desk = new FrontDesk(parts, () => latencyMs);
    this.#admin = new AdminEndpoint(control);
    this.#server = new HttpServer((call, base) => this.handle(call, base));
  }

  get clock(): VirtualClock {
    return this.parts.clock;
  }

  get journal(): RequestJournal {
    return this.parts.journal;
  }

  get faults(): FaultBoard {
    return this.parts.faults;
  }

  get limits(): RateLimits {
    return this.parts.limits;
  }

  get violations(): ViolationBook {
    return this.parts.violations;
  }

  /** Where the emulator listens; null where it does not. */
  get url(): string | null {
    return this.#server.url;
  }

  /** What accounts hold, all of them or one. */
  state(account?: string): { readonly accounts: readonly AccountView[] } {
    const accounts =
      account === undefined ? this.parts.accounts.all() : [this.control.marketer.account(account)];
    return { accounts: accounts.map(accountView) };
  }

  /** Answers a call without HTTP. Header names must be in lower case. */
  async handle(call: IncomingCall, base = this.url ?? 'http://emulator'): Promise<Outcome> {
    if (call.path.startsWith('/__admin/')) {
      const answer = this.#admin.answer(call);
      if (answer !== undefined) return { fate: 'answer', answer };
    }
    return this.#desk.handle(call, base);
  }

  /** @returns the address */
  listen(port = 0, host = '127.0.0.1'): Promise<string> {
    return this.#server.listen(port, host);
  }

  /** Stops listening, and writes the state. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#server.close();
    this.parts.clock.close();
    this.control.rememberSettings();
    await this.log?.close();
  }
}

/**
 * Sets up an emulator, with what an earlier one left under the same data directory.
 *
 * @throws Error where an OpenAPI document was named and cannot be read, or the directory cannot be written.
 */
export const createEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const log = options.data === undefined ? null : StateLog.open(join(options.data, 'emulator'));
  const parts = assemble(options, (record) => log?.remember(record));
  const control: EmulatorControl = new EmulatorControl(parts, options, {
    remember: (record) => log?.remember(record),
    forgetAll: () => log?.rewrite([]),
    shutdown: () => emulator.announceShutdown(),
  });
  const emulator = new Emulator(parts, control, options.latencyMs ?? 0, log);
  if (log !== null) {
    await log.replay((record) => restore(parts, record));
    log.rewrite(records(parts));
    control.rememberSettings();
  }
  control.seed();
  control.resume();
  return emulator;
};

const assemble = (options: EmulatorOptions, remember: (record: StateRecord) => void): EmulatorParts => {
  const clock = options.clock ?? new VirtualClock();
  const now = (): number => clock.now();
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const klaviyos = klaviyosContract(options.openapi);
  return {
    clock,
    switches,
    accounts: new AccountDirectory(remember, () => switches.readDelayMs),
    clients: new Map((options.clients ?? [DEFAULT_CLIENT]).map((client) => [client.id, client])),
    tokens: new TokenLedger(now, () => options.accessTokenSeconds ?? 3600, remember),
    limits: new RateLimits(options.limits === false),
    refreshLimit: new RefreshLimit(),
    faults: new FaultBoard(now),
    journal: new RequestJournal(options.journal),
    violations: new ViolationBook(),
    contract: klaviyos ?? new ApiContract('own rules', ownDocument()),
    checksAnswers: klaviyos !== undefined,
  };
};

const klaviyosContract = (given: EmulatorOptions['openapi']): ApiContract | undefined => {
  if (given === null || given instanceof ApiContract) return given ?? undefined;
  const file = findOpenApi(given);
  return file === undefined ? undefined : openApiContract(file);
};

const restore = (parts: EmulatorParts, record: StateRecord): void => {
  if (record.k === 'settings') {
    const settings = record.v as { switches: Switches; offset: number; seq: number };
    Object.assign(parts.switches, settings.switches);
    parts.journal.resumeAt(settings.seq);
    if (!parts.clock.frozen) parts.clock.setOffset(settings.offset);
    return;
  }
  parts.tokens.restore(record);
  parts.accounts.restore(record);
};

function* records(parts: EmulatorParts): Generator<StateRecord> {
  yield* parts.accounts.records();
  yield* parts.tokens.records();
}
