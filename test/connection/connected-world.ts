import {
  Heartbeat,
  NoticeBoard,
  RemovalWatch,
  RevisionWatch,
  Revoker,
  Sessions,
  StrayConsents,
  TokenKeeper,
  TokenTroubles,
} from '../../src/connection/index.js';
import { Connections } from '../../src/connection/connections.js';
import type { Logger, Problem, Vault } from '../../src/contract/index.js';
import {
  type KlaviyoAnswer,
  KlaviyoClient,
  type KlaviyoRequest,
  OAuthApi,
  type TokenGrant,
} from '../../src/klaviyo/index.js';
import extension from '../../src/index.js';
import { ConnectionEntity } from '../../src/store/index.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { FakeClock } from '../harness/host/fake-clock.js';

/** Seals nothing. */
const openVault = {
  seal: (_scope: unknown, text: string) => Promise.resolve(text),
  open: (_scope: unknown, sealed: string) => Promise.resolve(sealed),
  digest: () => Promise.resolve(''),
} as Vault;

const ANSWER: KlaviyoAnswer = {
  status: 202,
  body: null,
  mediaType: null,
  errors: [],
  requestId: 'r',
  servedRevision: null,
  hasKlaviyoHeader: true,
  retryAfterMs: null,
  windows: [],
  retirement: null,
  origin: 'https://a.klaviyo.com',
  ms: 1,
};

/** An answer as Klaviyo gives it to a good event, but for what is told. */
export const answer = (change: Partial<KlaviyoAnswer> = {}): KlaviyoAnswer => ({ ...ANSWER, ...change });

export const EVENT: KlaviyoRequest = {
  operation: 'create_event',
  method: 'POST',
  path: '/api/events',
  body: {},
};

/** Connections with real rows, and a Klaviyo that answers as a test says: tokens, and calls with them. */
export class ConnectedWorld {
  readonly clock = new FakeClock();
  /** Tenant's problems by `installation/key`, the operator's by key. */
  readonly problems = new Map<string, Omit<Problem, 'action'>>();
  readonly log: string[] = [];
  readonly refreshes: { readonly at: number; readonly connection: string }[] = [];
  readonly calls: { readonly at: number; readonly token: string }[] = [];
  readonly deactivated: string[] = [];
  /** Answers a refresh. */
  grant: (refreshToken: string) => Promise<TokenGrant> = () => Promise.reject(new Error('no grant'));
  /** Answers a call. */
  reply: (token: string) => KlaviyoAnswer = () => answer();

  readonly keeper: TokenKeeper;
  readonly heartbeat: Heartbeat;
  readonly sessions: Sessions;
  readonly watch: RevisionWatch;

  private constructor(private readonly database: TestStore) {
    const { clock } = this;
    const { store } = database;
    const operator = {
      raise: (problem: Omit<Problem, 'action'>) => this.raise(problem.key, problem),
      clear: (key: string) => this.clear(key),
    };
    const problems = {
      raise: (_tenant: string, id: string, problem: Problem) => this.raise(`${id}/${problem.key}`, problem),
      clear: (_tenant: string, id: string, key: string) => this.clear(`${id}/${key}`),
    };
    const installations = {
      deactivate: (_tenant: string, id: string) => {
        this.deactivated.push(id);
        return Promise.resolve();
      },
    };
    const logger = this.logger();
    const oauth = Object.create(OAuthApi.prototype, {
      refresh: {
        value: (refreshToken: string) => {
          this.refreshes.push({ at: clock.monotonic(), connection: refreshToken.replace('refresh ', '') });
          return this.grant(refreshToken);
        },
      },
    }) as OAuthApi;
    const client = Object.create(KlaviyoClient.prototype, {
      send: {
        value: (_request: KlaviyoRequest, token: string) => {
          this.calls.push({ at: clock.monotonic(), token });
          return Promise.resolve(this.reply(token));
        },
      },
    }) as KlaviyoClient;
    const connections = new Connections(store, clock);
    const notices = new NoticeBoard(store, clock, logger, problems, installations);
    const strays = new StrayConsents(store, clock, logger, openVault, new Revoker(logger, oauth));
    const troubles = new TokenTroubles(logger, problems, operator);
    this.keeper = new TokenKeeper(store, clock, openVault, problems, notices, oauth, connections, troubles);
    const removals = new RemovalWatch(clock, this.keeper);
    this.heartbeat = new Heartbeat(clock, logger, connections, this.keeper, removals, notices, strays);
    this.watch = new RevisionWatch(clock, logger, operator);
    this.sessions = new Sessions(client, this.keeper, this.watch);
  }

  static async open(): Promise<ConnectedWorld> {
    const { entities, migrations } = extension;
    return new ConnectedWorld(await openTestStore({ prefix: 'klaviyo_', entities, migrations }));
  }

  /** Stores an active connection with a token that was granted now. */
  async connect(id: string, lifeMs = 3_600_000): Promise<void> {
    const now = this.clock.now();
    const expiresAt = now + lifeMs;
    const tokens = { access: `first ${id}`, refresh: `refresh ${id}`, expiresAt };
    await this.database.store.transaction(async (manager) => {
      await manager.getRepository(ConnectionEntity).insert({
        id,
        tenant: 'tenant-1',
        state: 'active',
        accountId: id,
        accountName: id,
        liveAccount: id,
        scopes: [],
        tokens: JSON.stringify(tokens),
        tokenExpiresAt: expiresAt,
        refreshedAt: now,
        settings: null,
        settingsRevision: 0,
        reasonCode: null,
        liveFrom: null,
        createdAt: now,
        updatedAt: now,
      });
    });
  }

  async row(id: string): Promise<ConnectionEntity> {
    return this.database.store.read().getRepository(ConnectionEntity).findOneByOrFail({ id });
  }

  dispose(): Promise<void> {
    return this.database.dispose();
  }

  private raise(key: string, problem: Omit<Problem, 'action'>): Promise<void> {
    this.problems.set(key, problem);
    return Promise.resolve();
  }

  private clear(key: string): Promise<void> {
    this.problems.delete(key);
    return Promise.resolve();
  }

  private logger(): Logger {
    const write = (level: string) => (fields: object, message: string) => {
      this.log.push(`${level} ${JSON.stringify(fields)} ${message}`);
    };
    const logger: Logger = {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: () => logger,
    };
    return logger;
  }
}

/** A grant of a token. */
export const granted = (accessToken: string, refreshToken: string): TokenGrant => ({
  accessToken,
  refreshToken,
  expiresInSeconds: 3_600,
  scopes: [],
});
