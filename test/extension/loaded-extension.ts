import 'reflect-metadata';
import { Container, type ContainerModule, type ServiceIdentifier } from 'inversify';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
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
  type Vault,
  type VaultScope,
} from '../../src/contract/index.js';
import type { Emulator } from '../../src/harness/emulator/index.js';
import { createEmulator, type Switches } from '../../src/harness/emulator/index.js';
import extension from '../../src/index.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import { PlatformFixture } from './platform-fixture.js';
import { ShiftableClock } from './shiftable-clock.js';
import { until } from './until.js';

export type KlaviyoUnderTest = Extension & Lifecycle & Required<Inspection & Operations & Synchronisation>;

const BROWSER = 'the-browser-that-began';
const CALLBACK = 'http://127.0.0.1:4999/oauth/callback';

/** The extension with a real store and a local Klaviyo, its host played by the test. */
export class LoadedExtension {
  readonly clock = new ShiftableClock();
  readonly platform = new PlatformFixture();
  readonly browser = BROWSER;
  /** Loaded after the extension's own bindings. */
  readonly modules: ContainerModule[] = [];
  private containers: Container[] = [];
  private started: KlaviyoUnderTest[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly klaviyoUrl: string,
    readonly database: TestStore,
  ) {}

  static async open(
    options: Parameters<typeof createEmulator>[0] = {},
    dialect: 'sqlite' | 'postgres' = 'sqlite',
  ): Promise<LoadedExtension> {
    const emulator = await createEmulator(options);
    const url = await emulator.listen(0);
    const database = await openTestStore({
      prefix: 'klaviyo_',
      entities: extension.entities,
      migrations: extension.migrations,
      dialect,
    });
    return new LoadedExtension(emulator, url, database);
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
    for (const loaded of this.started.splice(0)) await loaded.stop(Date.now() + 2_000);
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

  eventsWhen(good: (events: AccountState['events']) => boolean, patienceMs?: number) {
    return until(async () => (await this.account()).events, good, patienceMs);
  }

  profileWhen(memberId: string, good: (profile: ProfileState | undefined) => boolean) {
    return until(
      async () =>
        (await this.account()).profiles.find((profile) => profile.attributes.external_id === memberId),
      good,
    );
  }

  async dispose(): Promise<void> {
    for (const loaded of this.started) await loaded.stop(Date.now() + 2_000);
    const violations = this.emulator.violations.all();
    await this.emulator.close();
    await this.database.dispose();
    // Every request of every test is checked against Klaviyo's published contract, where that is at hand.
    if (violations.length > 0) throw new Error(`against Klaviyo's contract: ${JSON.stringify(violations)}`);
  }
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

/** AES-256-GCM as a host's, with a key of the test. */
class TestVault implements Vault {
  private static readonly key = randomBytes(32);

  seal(scope: VaultScope, plaintext: string): Promise<string> {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', TestVault.key, iv).setAAD(
      Buffer.from(JSON.stringify(scopeKey(scope))),
    );
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64'));
  }

  open(scope: VaultScope, sealed: string): Promise<string> {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', TestVault.key, bytes.subarray(0, 12))
      .setAAD(Buffer.from(JSON.stringify(scopeKey(scope))))
      .setAuthTag(bytes.subarray(12, 28));
    return Promise.resolve(
      Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'),
    );
  }

  digest(scope: VaultScope, value: string): Promise<string> {
    return Promise.resolve(
      createHmac('sha256', TestVault.key)
        .update(JSON.stringify([scopeKey(scope), value]))
        .digest('hex'),
    );
  }
}

const scopeKey = ({ tenant, installation }: VaultScope) => [tenant, installation];
