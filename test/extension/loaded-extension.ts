import 'reflect-metadata';
import { Container, type ContainerModule, type ServiceIdentifier } from 'inversify';
import {
  type Call,
  type Connected,
  EXTENSION,
  type Extension,
  HOST,
  type Inspection,
  type Lifecycle,
  type LoyaltyEvent,
  type Member,
  type Operations,
  type Refused,
  type Synchronisation,
  type Store,
} from '../../src/contract/index.js';
import type { Emulator } from '../../src/harness/emulator/index.js';
import { createEmulator, type Switches } from '../../src/harness/emulator/index.js';
import extension from '../../src/index.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import { BUSY, until } from '../until.js';
import { LeapingClock } from './leaping-clock.js';
import { PlatformFixture } from './platform-fixture.js';
import { TestVault } from './test-vault.js';
import { UnderWay } from './under-way.js';

export type KlaviyoUnderTest = Extension & Lifecycle & Required<Inspection & Operations & Synchronisation>;

const BROWSER = 'the-browser-that-began';
const CALLBACK = 'http://127.0.0.1:4999/oauth/callback';

/** The extension with a real store and a local Klaviyo, its host played by the test. */
export class LoadedExtension {
  readonly platform = new PlatformFixture(this.clock);
  readonly browser = BROWSER;
  /** Whether the host keeps exports; of processes from then on. */
  keepsExports = true;
  /** Loaded after the extension's own bindings. */
  readonly modules: ContainerModule[] = [];
  private containers: Container[] = [];
  private started: KlaviyoUnderTest[] = [];

  private readonly underWay = new UnderWay();

  private constructor(
    readonly clock: LeapingClock,
    readonly emulator: Emulator,
    readonly klaviyoUrl: string,
    readonly database: TestStore,
  ) {}

  static async open(
    options: Parameters<typeof createEmulator>[0] = {},
    dialect: 'sqlite' | 'postgres' = 'sqlite',
  ): Promise<LoadedExtension> {
    const clock = new LeapingClock();
    const emulator = await createEmulator({ ...options, clock: clock.klaviyo });
    const url = await emulator.listen(0);
    const database = await openTestStore({
      prefix: 'klaviyo_',
      entities: extension.entities,
      migrations: extension.migrations,
      dialect,
    });
    const world = new LoadedExtension(clock, emulator, url, database);
    await world.underWay.watch(database.store);
    return world;
  }

  /** A process of the extension; several may stand on one database. */
  process(store: Store = this.database.store): KlaviyoUnderTest {
    const facade = new Container();
    facade.bind(HOST.store).toConstantValue(store);
    facade.bind(HOST.clock).toConstantValue(this.clock);
    facade.bind(HOST.logger).toConstantValue(silentLogger);
    facade.bind(HOST.vault).toConstantValue(new TestVault());
    facade.bind(HOST.directory).toConstantValue(this.platform);
    facade.bind(HOST.problems).toConstantValue({
      raise: this.platform.raise.bind(this.platform),
      clear: this.platform.clear.bind(this.platform),
    });
    facade.bind(HOST.installations).toConstantValue(this.platform);
    if (this.keepsExports) facade.bind(HOST.exports).toConstantValue(this.platform);
    facade.bind(HOST.egress).toConstantValue({ origin: () => this.klaviyoUrl });
    facade
      .bind(HOST.oauthClient)
      .toConstantValue({ clientId: 'wll-local', clientSecret: 'wll-local-secret', redirectUri: CALLBACK });
    const container = new Container({ parent: facade });
    container.load(extension.container, ...this.modules);
    const loaded = container.get(EXTENSION) as KlaviyoUnderTest;
    this.containers.push(container);
    return loaded;
  }

  async start(store: Store = this.database.store): Promise<KlaviyoUnderTest> {
    const loaded = this.process(store);
    await loaded.start();
    this.started.push(loaded);
    return loaded;
  }

  /** A part of the newest process, for what no caller can ask for. */
  inside<T>(part: ServiceIdentifier<T>): T {
    return this.containers.at(-1)!.get(part);
  }

  /** Started, connected with DEMO01, saved with Active. */
  async active(settings: object = {}): Promise<KlaviyoUnderTest> {
    const loaded = await this.start();
    await this.connect(loaded);
    const saved = await loaded.configure(this.call(), {
      settings: settings as never,
      active: true,
      expectedRevision: 0,
    });
    if (saved.status !== 'configured') throw new Error(JSON.stringify(saved.issues));
    return loaded;
  }

  call(installation = 'inst-1', tenant = 'tenant-1'): Call {
    return {
      tenant,
      installation,
      requestId: 'test',
      signal: new AbortController().signal,
      logger: silentLogger,
    };
  }

  /** What a browser does on Klaviyo's consent page. @returns the parameters of the callback */
  async consent(url: string, choice: { decision?: string; account?: string; role?: string } = {}) {
    const parameters = Object.fromEntries(new URL(url).searchParams);
    const response = await fetch(new URL('/oauth/authorize', this.klaviyoUrl), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        ...parameters,
        account: 'DEMO01',
        role: 'owner',
        decision: 'allow',
        ...choice,
      }),
    });
    const location = response.headers.get('location');
    if (!location) throw new Error(`no redirect: HTTP ${response.status}`);
    return Object.fromEntries(new URL(location).searchParams) as {
      state: string;
      code?: string;
      error?: string;
    };
  }

  async connect(
    loaded: Extension,
    call = this.call(),
    choice: Parameters<LoadedExtension['consent']>[1] = {},
  ): Promise<Connected | Refused> {
    const begun = await loaded.connect(call, { step: 'begin', browser: BROWSER });
    if (begun.status !== 'redirect') throw new Error('no redirect');
    const back = await this.consent(begun.url, choice);
    const result = await loaded.connect(call, { step: 'callback', browser: BROWSER, ...back });
    if (result.status === 'redirect') throw new Error('redirected twice');
    return result;
  }

  /** Holds the next request for a path as it arrives, until it is let go. */
  holdNext(path: string): { readonly arrived: Promise<void>; readonly letGo: () => void } {
    const handle = this.emulator.handle.bind(this.emulator);
    const [arrived, letGo] = [signal(), signal()];
    this.emulator.handle = async (call, base) => {
      if (call.path === path) {
        this.emulator.handle = handle;
        arrived.give();
        await letGo.given;
      }
      return handle(call, base);
    };
    return { arrived: arrived.given, letGo: letGo.give };
  }

  /** Somebody deletes a profile in Klaviyo. */
  deleteProfile(id: string): void {
    this.emulator.control.marketer.deleteProfile(id);
  }

  async admin(path: string, body?: object): Promise<unknown> {
    const response = await fetch(new URL(`/__admin/${path}`, this.klaviyoUrl), {
      ...(body
        ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
        : {}),
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Positions of the emulator's switches. */
  async switches(positions: Partial<Switches>): Promise<void> {
    await this.admin('switches', positions);
  }

  /** Lets events and states wait: what is handed over meanwhile is a backlog when the extension is started again. */
  async whileStopped(work: (stopped: KlaviyoUnderTest) => Promise<void>): Promise<KlaviyoUnderTest> {
    for (const loaded of this.started.splice(0)) await loaded.stop(this.clock.now() + 2_000);
    await work(this.process());
    return this.start();
  }

  async account(id = 'DEMO01'): Promise<AccountState> {
    const state = (await this.admin(`state?account=${id}`)) as { accounts: AccountState[] };
    return state.accounts[0]!;
  }

  async journal(): Promise<JournalEntry[]> {
    return (await this.admin('requests?since=0')) as JournalEntry[];
  }

  /** API calls, as `POST /api/events`. */
  async calls(): Promise<string[]> {
    const entries = await this.journal();
    return entries
      .filter(({ path }) => path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path}`);
  }

  /**
   * Waits for a condition. Where everybody only waits for a time, the clocks leap to the next that is due: at most as
   * far as the patience goes.
   */
  async until<T>(
    what: string,
    look: () => T | Promise<T>,
    good: (value: T) => boolean,
    patienceMs = 5_000,
  ): Promise<T> {
    const end = this.clock.leaps + patienceMs * BUSY;
    const rest = async (ms: number) => {
      if (!(await this.underWay.isQuiet(ms))) return;
      const { nextDueMs, leaps } = this.clock;
      if (leaps + nextDueMs <= end) this.clock.leap(nextDueMs);
    };
    return until(what, look, good, patienceMs, rest);
  }

  /** Waits until nothing is under way: whatever goes on from there begins at its time, or by somebody's hand. */
  async still(): Promise<void> {
    await until(
      'nothing is under way',
      () => this.underWay.isQuiet(),
      Boolean,
      20_000,
      () => Promise.resolve(),
    );
  }

  /** Lets a span pass on both clocks: everything that falls due in it happens at its time, and has ended. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    for (;;) {
      await this.still();
      const left = end - this.clock.now();
      if (left <= 0) return;
      this.clock.leap(Math.min(left, this.clock.nextDueMs));
    }
  }

  eventsWhen(good: (events: AccountState['events']) => boolean, patienceMs?: number) {
    const what = `the events in Klaviyo are such that ${String(good)}`;
    return this.until(what, async () => (await this.account()).events, good, patienceMs);
  }

  profileWhen(memberId: string, good: (profile: ProfileState | undefined) => boolean) {
    return this.until(
      `the profile of ${memberId} in Klaviyo is such that ${String(good)}`,
      async () =>
        (await this.account()).profiles.find((profile) => profile.attributes.external_id === memberId),
      good,
    );
  }

  async dispose(): Promise<void> {
    for (const loaded of this.started) await loaded.stop(this.clock.now() + 2_000);
    const violations = this.emulator.violations.all();
    await this.emulator.close();
    await this.database.dispose();
    this.clock.close();
    this.underWay.dispose();
    // Every request of every test is checked against Klaviyo's published contract, where that is at hand.
    if (violations.length > 0) throw new Error(`against Klaviyo's contract: ${JSON.stringify(violations)}`);
  }
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}

export interface ProfileState {
  readonly id: string;
  readonly attributes: {
    readonly email?: string | null;
    readonly phone_number?: string | null;
    readonly external_id?: string | null;
    readonly first_name?: string | null;
    readonly properties: Readonly<Record<string, unknown>>;
  };
}

export interface AccountState {
  readonly id: string;
  readonly profiles: readonly ProfileState[];
  readonly events: readonly {
    readonly profileId: string;
    readonly metric: string;
    readonly uniqueId: string;
    readonly time: string;
    readonly backfill: boolean;
    readonly properties: Readonly<Record<string, unknown>>;
    readonly value: number | null;
  }[];
  readonly lists: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: readonly string[];
  }[];
}

export interface JournalEntry {
  readonly seq: number;
  /** Epoch ms on Klaviyo's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  accountNumber: `7${id.replace(/\D/g, '').padStart(6, '0')}`,
  ...more,
  profile: {
    givenName: 'Ada',
    familyName: 'Lovelace',
    emailAddress: `${id}@loyalty-demo.net`,
    country: 'GB',
    ...more.profile,
  },
});

export const event = (id: string, subject: string, more: Partial<LoyaltyEvent> = {}): LoyaltyEvent => ({
  id,
  type: 'PURCHASED_REWARD',
  subject,
  payload: { reward: 'Coffee' },
  reportedAt: new Date().toISOString(),
  ...more,
});
