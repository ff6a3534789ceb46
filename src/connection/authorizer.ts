import { inject, injectable } from 'inversify';
import { createHash, randomBytes } from 'node:crypto';
import {
  type Call,
  type Clock,
  type Connected,
  type ConnectBegin,
  type ConnectCallback,
  Fault,
  HOST,
  type Problems,
  type Redirect,
  type Refused,
  type Store,
  type Vault,
} from '../contract/index.js';
import {
  isRecord,
  judgeAnswer,
  KlaviyoClient,
  KlaviyoTransportError,
  OAuthApi,
  type TokenGrant,
  TokenRefused,
} from '../klaviyo/index.js';
import {
  AuthorizationEntity,
  deleteAuthorizationsExpiredBefore,
  insertAuthorization,
  keepNewestAuthorizations,
  readAuthorization,
  readConnectionOfAccount,
  updateConnectionInState,
  useAuthorization,
} from '../store/index.js';
import { Connections } from './connections.js';
import { isEnding } from './is-ending.js';
import { NoticeBoard, PROBLEMS } from './notice-board.js';
import { OAUTH_SCOPES, type ScopesAsked } from './oauth-scopes.js';
import { ScopeWatch } from './scope-watch.js';
import { refused } from './refused.js';
import { StrayConsents } from './stray-consents.js';
import { RECONNECT_PROBLEM, TokenKeeper } from './token-keeper.js';
import { TOKEN_PROBLEM } from './token-troubles.js';

/** Longer than a person needs for a consent page, shorter than a forgotten tab. */
const STATE_LIFE_MS = 600_000;

/** Attempts of one installation that may be open at once: who begins more has given up the oldest. */
const ATTEMPTS = 10;

/** So long a person who waits for the pop-up is let wait. */
const PATIENCE_MS = 3_000;
/** Klaviyo's shortest window. */
const SHORTEST_WAIT_MS = 1_000;

const sha256 = (text: string, encoding: 'hex' | 'base64url' = 'hex'): string =>
  createHash('sha256').update(text).digest(encoding);

interface Account {
  readonly id: string;
  readonly name: string;
}

/**
 * Connects an installation with a Klaviyo account by OAuth with PKCE. The state is random, single use, ten minutes
 * long and bound to tenant, installation and browser; the verifier never leaves the vault in clear.
 */
@injectable()
export class Authorizer {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(OAuthApi) private readonly oauth: OAuthApi,
    @inject(KlaviyoClient) private readonly client: KlaviyoClient,
    @inject(OAUTH_SCOPES) private readonly scopesOf: ScopesAsked,
    @inject(Connections) private readonly connections: Connections,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
    @inject(NoticeBoard) private readonly notices: NoticeBoard,
    @inject(StrayConsents) private readonly strays: StrayConsents,
    @inject(ScopeWatch) private readonly scopeWatch: ScopeWatch,
  ) {}

  async begin(call: Call, request: ConnectBegin): Promise<Redirect | Refused> {
    if (request.browser === '') {
      return refused('browser_missing', '/browser', 'Begin again from the browser that will give consent.');
    }
    if (isEnding((await this.connections.of(call)).state)) return beingEnded();
    await this.connections.change(call, {});
    const state = `${call.installation}.${randomBytes(32).toString('base64url')}`;
    const verifier = randomBytes(48).toString('base64url');
    const sealed = await this.vault.seal(call, verifier);
    const now = this.clock.now();
    await this.store.transaction(async (manager) => {
      await deleteAuthorizationsExpiredBefore(manager, now - STATE_LIFE_MS);
      await keepNewestAuthorizations(manager, call.installation, ATTEMPTS - 1);
      await insertAuthorization(manager, {
        stateHash: sha256(state),
        connectionId: call.installation,
        tenant: call.tenant,
        browserHash: sha256(request.browser),
        verifier: sealed,
        expiresAt: now + STATE_LIFE_MS,
        usedAt: null,
      });
    });
    const challenge = sha256(verifier, 'base64url');
    const scopes = this.scopesOf(await this.connections.of(call));
    return { status: 'redirect', url: this.oauth.authorizeUrl({ state, challenge, scopes }) };
  }

  async finish(call: Call, request: ConnectCallback): Promise<Connected | Refused> {
    const attempt = await this.take(call, request);
    if (!(attempt instanceof AuthorizationEntity)) return attempt;
    if (request.error !== undefined) return declined(request.error);
    if (request.code === undefined || request.code === '') {
      return refused('oauth_code_missing', '/code', 'Klaviyo sent no code. Connect Klaviyo again.');
    }
    const verifier = await this.vault.open(call, attempt.verifier);
    const grant = await this.exchange(request.code, verifier);
    if ('status' in grant) return grant;
    const account = await this.account(grant, call.signal);
    return this.keep(call, grant, account);
  }

  /** Finds the attempt and marks it used; every way in which it does not fit has a code of its own. */
  private async take(call: Call, request: ConnectCallback): Promise<AuthorizationEntity | Refused> {
    const stateHash = sha256(request.state);
    const found = await readAuthorization(this.store.read(), stateHash);
    if (!found || found.tenant !== call.tenant || found.connectionId !== call.installation) {
      return refused(
        'oauth_state_unknown',
        '/state',
        'This authorisation was not begun here. Connect Klaviyo again.',
      );
    }
    if (found.browserHash !== sha256(request.browser)) {
      return refused(
        'oauth_other_browser',
        '/state',
        'This authorisation was begun in another browser. Connect Klaviyo again in this one.',
      );
    }
    if (found.usedAt !== null) return used();
    const now = this.clock.now();
    if (found.expiresAt <= now) {
      return refused(
        'oauth_state_expired',
        '/state',
        'This authorisation took longer than ten minutes. Connect Klaviyo again.',
      );
    }
    const taken = await this.store.transaction((manager) => useAuthorization(manager, stateHash, now));
    return taken ? found : used();
  }

  private async exchange(code: string, verifier: string): Promise<TokenGrant | Refused> {
    try {
      return await this.oauth.exchange(code, verifier);
    } catch (error) {
      if (error instanceof TokenRefused && error.isRevoked) {
        return refused('oauth_code_refused', '/code', 'Klaviyo refused the code. Connect Klaviyo again.');
      }
      throw unreachable(error);
    }
  }

  /** The account id is the identity of a connection: the same account linked twice would share one install. */
  private async account(grant: TokenGrant, signal: AbortSignal): Promise<Account> {
    const request = { operation: 'get_accounts', method: 'GET', path: '/api/accounts' } as const;
    const ask = () =>
      this.client.send(request, grant.accessToken, signal).catch((error: unknown) => {
        throw unreachable(error);
      });
    let answer = await ask();
    // Klaviyo permits one such request a second: a person who connects twice quickly need not begin again.
    const wait = Math.max(SHORTEST_WAIT_MS, answer.retryAfterMs ?? 0);
    if (answer.status === 429 && wait <= PATIENCE_MS) {
      await new Promise<void>((resolve) => this.clock.timer(wait, resolve));
      answer = await ask();
    }
    const isAnswered = judgeAnswer(request.operation, answer).kind === 'success';
    const account = isAnswered ? readAccount(answer.body) : null;
    if (!account) throw unreachable(new Error(`accounts: HTTP ${answer.status}`));
    return account;
  }

  private async keep(call: Call, grant: TokenGrant, account: Account): Promise<Connected | Refused> {
    const before = await this.connections.of(call);
    if (isEnding(before.state)) return this.refuse(call, grant, account, beingEnded());
    if (before.accountId !== null && before.accountId !== account.id) {
      const name = before.accountName ?? before.accountId;
      return this.refuse(call, grant, account, accountChanged(name));
    }
    const active = before.state === 'active' || before.state === 'needs-reconnect';
    const sealed = await this.tokens.seal(before, grant);
    const kept = await this.store.transaction(async (manager) => {
      const live = await readConnectionOfAccount(manager, account.id);
      if (live && live.id !== call.installation) return 'in use';
      // While it stands as it was read: somebody may have begun to end it.
      const isKept = await updateConnectionInState(manager, before, {
        ...sealed,
        state: active ? 'active' : 'connected',
        accountId: account.id,
        accountName: account.name,
        liveAccount: account.id,
        scopes: grant.scopes,
        reasonCode: before.state === 'connected' ? before.reasonCode : null,
        updatedAt: this.clock.now(),
      });
      if (isKept) await this.notices.forgetDeactivation(manager, call.installation);
      return isKept ? 'kept' : 'changed';
    });
    // The new tokens are dropped, never revoked: revoking would end the first connection too.
    if (kept === 'in use') return accountInUse();
    if (kept === 'changed') return this.keep(call, grant, account);
    this.tokens.forget(call.installation);
    this.connections.forget(call.installation);
    for (const key of [RECONNECT_PROBLEM, TOKEN_PROBLEM]) {
      await this.problems.clear(call.tenant, call.installation, key);
    }
    await this.scopeWatch.tell(call.tenant, {
      id: before.id,
      settings: before.settings,
      scopes: grant.scopes,
    });
    return { status: 'connected', account, scopes: grant.scopes, active };
  }

  /** The app must not stay installed in an account that nobody wanted; in somebody's it stays. */
  private async refuse(call: Call, grant: TokenGrant, account: Account, answer: Refused): Promise<Refused> {
    const stray = await this.strays.seal({ id: call.installation, tenant: call.tenant }, account.id, grant);
    const isNoted = await this.store.transaction((manager) => this.strays.note(manager, stray));
    if (isNoted) await this.strays.endAll(call.installation);
    return answer;
  }
}

const beingEnded = (): Refused =>
  refused(
    'being_ended',
    '',
    'This installation is being switched off. Wait until that is over, then connect Klaviyo again.',
  );

const accountChanged = (name: string): Refused =>
  refused(
    'account_changed',
    '/account',
    `This installation belongs to the Klaviyo account ${name}. ` +
      'Choose that account, or delete the installation and create a new one.',
  );

const accountInUse = (): Refused =>
  refused(
    'account_in_use',
    '/account',
    'This Klaviyo account is connected to another installation. Disconnect that one first, or choose another account.',
  );

const used = (): Refused =>
  refused('oauth_state_used', '/state', 'This authorisation has been used already. Connect Klaviyo again.');

const declined = (error: string): Refused =>
  error === 'access_denied'
    ? refused(
        'access_denied',
        '/error',
        'Consent was not given in Klaviyo. Connect Klaviyo again to give it.',
      )
    : refused('oauth_refused', '/error', 'Klaviyo did not authorise the connection. Connect Klaviyo again.');

const unreachable = (cause: unknown): Fault =>
  cause instanceof TokenRefused && cause.isOurs
    ? new Fault({
        kind: 'config',
        code: 'oauth_client_refused',
        message: "Klaviyo refuses the platform's own credentials; the platform's operator must mend them.",
        cause,
      })
    : new Fault({
        kind: 'transient',
        code: cause instanceof KlaviyoTransportError ? 'klaviyo_unreachable' : 'klaviyo_refused',
        message: 'Klaviyo did not complete the connection. Connect Klaviyo again in a minute.',
        retryAfterMs: 60_000,
        cause,
      });

function readAccount(body: unknown): Account | null {
  const data: readonly unknown[] = isRecord(body) && Array.isArray(body['data']) ? body['data'] : [];
  const [account] = data;
  if (!isRecord(account) || typeof account['id'] !== 'string') return null;
  const { id, attributes } = account;
  const contact = isRecord(attributes) ? attributes['contact_information'] : null;
  const name = isRecord(contact) ? contact['organization_name'] : null;
  return { id, name: typeof name === 'string' && name !== '' ? name.slice(0, 255) : id };
}
