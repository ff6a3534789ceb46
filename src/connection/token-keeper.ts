import { inject, injectable } from 'inversify';
import {
  type Clock,
  Fault,
  HOST,
  type Installations,
  type Logger,
  type Problems,
  type Store,
  type Vault,
} from '../contract/index.js';
import { KlaviyoTransportError, OAuthApi, type TokenGrant, TokenRefused } from '../klaviyo/index.js';
import { type ConnectionEntity, updateConnectionWithTokens } from '../store/index.js';
import { Connections } from './connections.js';
import { refreshAt, type Tokens } from './tokens.js';

export const RECONNECT_PROBLEM = 'reconnect';

/**
 * Where Klaviyo refuses a refresh token, so long (ms, one wait after the other) another process has to store the tokens
 * that it may have got for it a moment before: refresh tokens may rotate.
 */
const ELSEWHERE_MS = [0, 500, 1_500] as const;

interface HeldTokens extends Tokens {
  readonly obtainedAt: number;
}

/**
 * Holds the access tokens: hands out a good one, renews it before its end or when Klaviyo refuses it, one refresh at a
 * time for a connection. Tokens are in the store only sealed.
 */
@injectable()
export class TokenKeeper {
  private readonly open = new Map<string, HeldTokens>();
  private readonly refreshing = new Map<string, Promise<string>>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(HOST.installations) private readonly installations: Installations,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(OAuthApi) private readonly oauth: OAuthApi,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  /**
   * @param refused an access token that Klaviyo has just answered 401 to; if it is still the newest it is renewed
   * @throws Fault `needs_reconnect` when Klaviyo has ended the connection, `token_refresh_failed` to try again later
   */
  async accessToken(connectionId: string, refused?: string): Promise<string> {
    const held = this.open.get(connectionId);
    if (held && this.isGood(held, refused)) return held.access;
    const underWay = this.refreshing.get(connectionId);
    if (underWay) return underWay;
    const refresh = this.renew(connectionId, refused).finally(() => this.refreshing.delete(connectionId));
    this.refreshing.set(connectionId, refresh);
    return refresh;
  }

  /** When the token is due for renewal (epoch ms), or null without one. */
  dueAt(connection: ConnectionEntity): number | null {
    if (connection.tokens === null || connection.tokenExpiresAt === null) return null;
    return refreshAt({ expiresAt: connection.tokenExpiresAt }, connection.refreshedAt ?? 0);
  }

  /** Seals a grant for the connection's row. */
  async seal(
    connection: Pick<ConnectionEntity, 'id' | 'tenant'>,
    grant: TokenGrant,
  ): Promise<Pick<ConnectionEntity, 'tokens' | 'tokenExpiresAt' | 'refreshedAt'>> {
    const now = this.clock.now();
    const tokens = tokensOf(grant, now);
    return {
      tokens: await this.vault.seal(scopeOf(connection), JSON.stringify(tokens)),
      tokenExpiresAt: tokens.expiresAt,
      refreshedAt: now,
    };
  }

  async unseal(connection: ConnectionEntity): Promise<Tokens | null> {
    if (connection.tokens === null) return null;
    return JSON.parse(await this.vault.open(scopeOf(connection), connection.tokens)) as Tokens;
  }

  /** Forgets what is held in memory; the next use reads the row. */
  forget(connectionId: string): void {
    this.open.delete(connectionId);
  }

  private isGood(tokens: HeldTokens, refused?: string): boolean {
    return tokens.access !== refused && this.clock.now() < refreshAt(tokens, tokens.obtainedAt);
  }

  private async renew(connectionId: string, refused?: string): Promise<string> {
    // The row first: another process may have renewed it already.
    const connection = await this.connections.find(connectionId);
    const stored = connection && (await this.unseal(connection));
    if (!connection || !stored) throw needsReconnect();
    const current = heldOf(connection, stored);
    if (this.isGood(current, refused)) return this.hold(connectionId, current);
    const grant = await this.refresh(connection, stored);
    if (grant === null) {
      const newer = await this.renewedElsewhere(connection);
      if (newer) return this.hold(connectionId, newer);
      await this.lose(connection);
      throw needsReconnect();
    }
    const sealed = await this.seal(connection, grant);
    // Only while these tokens stand there: a disconnection that came meanwhile wins, and so do another process's.
    const isStored = await this.store.transaction((manager) =>
      updateConnectionWithTokens(manager, connection, sealed),
    );
    const renewed = isStored
      ? heldOf(sealed, tokensOf(grant, sealed.refreshedAt ?? 0))
      : await this.renewedElsewhere(connection);
    if (!renewed) throw needsReconnect();
    return this.hold(connectionId, renewed);
  }

  private hold(connectionId: string, tokens: HeldTokens): string {
    this.open.set(connectionId, tokens);
    return tokens.access;
  }

  /** The tokens that another process has got meanwhile; null where there are none. */
  private async renewedElsewhere({ id, tokens }: ConnectionEntity): Promise<HeldTokens | null> {
    for (const ms of ELSEWHERE_MS) {
      await new Promise<void>((resolve) => this.clock.timer(ms, resolve));
      const connection = await this.connections.find(id);
      const stored = connection && (await this.unseal(connection));
      if (!stored) return null;
      if (connection.tokens !== tokens) return heldOf(connection, stored);
    }
    return null;
  }

  /** @returns null where Klaviyo knows the refresh token no more */
  private async refresh(connection: ConnectionEntity, tokens: Tokens): Promise<TokenGrant | null> {
    try {
      return await this.oauth.refresh(tokens.refresh);
    } catch (error) {
      if (error instanceof TokenRefused && error.isRevoked) return null;
      if (error instanceof TokenRefused && error.code === 'invalid_client') {
        // Our own credentials, not the tenant's doing: an incident of the platform.
        this.logger.error({ connection: connection.id }, "Klaviyo refuses the platform's OAuth credentials");
      } else if (!(error instanceof TokenRefused) && !(error instanceof KlaviyoTransportError)) {
        throw error;
      }
      throw new Fault({
        kind: 'transient',
        code: 'token_refresh_failed',
        message: 'Klaviyo did not renew the access token; it is tried again.',
        retryAfterMs: 10_000,
        cause: error,
      });
    }
  }

  /** Klaviyo has ended the connection. The work is kept; the person who can mend it is told. */
  private async lose(connection: ConnectionEntity): Promise<void> {
    this.forget(connection.id);
    this.connections.forget(connection.id);
    const isLost = await this.store.transaction((manager) =>
      updateConnectionWithTokens(manager, connection, {
        state: connection.state === 'active' ? 'needs-reconnect' : 'disconnected',
        tokens: null,
        tokenExpiresAt: null,
        liveAccount: null,
        reasonCode: 'removed_at_klaviyo',
        updatedAt: this.clock.now(),
      }),
    );
    this.connections.forget(connection.id);
    // Connected anew, or disconnected by a person, in this very moment.
    if (!isLost) return;
    const message =
      "Klaviyo was disconnected on Klaviyo's side. Connect Klaviyo again to go on; nothing is lost.";
    await this.installations.deactivate(connection.tenant, connection.id, {
      code: 'removed_at_klaviyo',
      message,
    });
    await this.problems.raise(connection.tenant, connection.id, {
      key: RECONNECT_PROBLEM,
      code: 'removed_at_klaviyo',
      severity: 'error',
      message,
      action: 'reconnect',
    });
  }
}

const scopeOf = (connection: Pick<ConnectionEntity, 'id' | 'tenant'>) => ({
  tenant: connection.tenant,
  installation: connection.id,
});

/** @param now when they were granted (epoch ms) */
const tokensOf = (grant: TokenGrant, now: number): Tokens => ({
  access: grant.accessToken,
  refresh: grant.refreshToken,
  expiresAt: now + grant.expiresInSeconds * 1000,
});

const heldOf = ({ refreshedAt }: Pick<ConnectionEntity, 'refreshedAt'>, tokens: Tokens): HeldTokens => ({
  ...tokens,
  obtainedAt: refreshedAt ?? 0,
});

const needsReconnect = (): Fault =>
  new Fault({
    kind: 'config',
    code: 'needs_reconnect',
    message: 'Klaviyo is not connected. Connect Klaviyo first.',
  });
