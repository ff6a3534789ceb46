import { inject, injectable } from 'inversify';
import {
  type Clock,
  Fault,
  HOST,
  type Problem,
  type Problems,
  readMonotonic,
  type Store,
  type Vault,
} from '../contract/index.js';
import { KlaviyoTransportError, OAuthApi, type TokenGrant, TokenRefused } from '../klaviyo/index.js';
import {
  type ConnectionEntity,
  updateConnectionInState,
  updateConnectionWithTokens,
} from '../store/index.js';
import { Connections } from './connections.js';
import { isEnding } from './is-ending.js';
import { NoticeBoard, PROBLEMS } from './notice-board.js';
import { RefreshPace } from './refresh-pace.js';
import { TOKEN_PROBLEM, TokenTroubles } from './token-troubles.js';
import { earlyMs, type HeldTokens, holdTokens, leftOf, type Tokens, tokensOf } from './tokens.js';

export const RECONNECT_PROBLEM = 'reconnect';

/**
 * Where Klaviyo refuses a refresh token, so long (ms, one wait after the other) another process has to store the tokens
 * that it may have got for it a moment before: refresh tokens may rotate.
 */
const ELSEWHERE_MS = [0, 500, 1_500] as const;

/** So long is a refresh waited for where the token is good for some minutes yet: the end point may hang. */
const PATIENCE_MS = 2_000;

/**
 * Holds the access tokens: hands out a good one, renews it before its end or when Klaviyo refuses it, one refresh at a
 * time for a connection and at a pace of its own. A token that Klaviyo has refused is handed out to nobody any more.
 * Tokens are in the store only sealed.
 */
@injectable()
export class TokenKeeper {
  private readonly open = new Map<string, HeldTokens>();
  private readonly refusedTokens = new Map<string, string>();
  private readonly refreshing = new Map<string, Promise<string>>();
  private readonly paces = new Map<string, RefreshPace>();
  /** When a token was last wanted for a request (monotonic ms). */
  private readonly wantedAt = new Map<string, number>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(NoticeBoard) private readonly notices: NoticeBoard,
    @inject(OAuthApi) private readonly oauth: OAuthApi,
    @inject(Connections) private readonly connections: Connections,
    @inject(TokenTroubles) private readonly troubles: TokenTroubles,
  ) {}

  /**
   * @param refused an access token that Klaviyo has just answered 401 to; if it is still the newest it is renewed
   * @throws Fault `needs_reconnect` when Klaviyo has ended the connection; `token_refresh_failed` to try again later,
   *   where there is no token that may still be sent
   */
  async accessToken(connectionId: string, refused?: string): Promise<string> {
    if (refused !== undefined) this.noteRefused(connectionId, refused);
    this.wantedAt.set(connectionId, readMonotonic(this.clock));
    const held = this.usable(connectionId);
    if (held && readMonotonic(this.clock) < held.renewAt) return held.access;
    const refresh = this.renewDue(connectionId);
    try {
      return await (held ? this.soonOr(refresh, held) : refresh);
    } catch (error) {
      // It could not be renewed yet, but it is good for some minutes; whoever has ended the connection has ended it.
      const good = isTransient(error) ? this.usable(connectionId) : null;
      if (good) return good.access;
      throw error;
    }
  }

  /** Renews now what is due, and resolves with a token that may be sent. @throws as {@link accessToken} */
  renewDue(connectionId: string): Promise<string> {
    return this.alone(connectionId, () => this.renew(connectionId));
  }

  /**
   * Asks Klaviyo by a refresh whether it still knows the connection, unless one has succeeded within so long (ms).
   * @throws as {@link accessToken}
   */
  async confirm(connectionId: string, freshMs: number): Promise<void> {
    await this.alone(connectionId, async () => {
      const connection = await this.connections.find(connectionId);
      const stored = connection && (await this.unseal(connection));
      if (!connection || !stored) throw needsReconnect();
      const age = Math.abs(this.clock.now() - (connection.refreshedAt ?? 0));
      return age < freshMs ? stored.access : this.replace(connection, stored);
    });
  }

  /** Whether a token was wanted for a request within so long (ms). */
  isBusy(connectionId: string, ms: number): boolean {
    const at = this.wantedAt.get(connectionId);
    return at !== undefined && readMonotonic(this.clock) - at < ms;
  }

  /** One refresh at a time for a connection: who comes meanwhile gets what it brings. */
  private async alone(connectionId: string, work: () => Promise<string>): Promise<string> {
    const underWay = this.refreshing.get(connectionId);
    if (underWay) return underWay;
    const refresh = work().finally(() => this.refreshing.delete(connectionId));
    this.refreshing.set(connectionId, refresh);
    return refresh;
  }

  /** A token that was just given is refused as well: the refresh was no success. */
  async refuse(connectionId: string, access: string): Promise<void> {
    const isKnown = this.refusedTokens.get(connectionId) === access;
    this.noteRefused(connectionId, access);
    if (isKnown || this.refusedTokens.get(connectionId) !== access) return;
    const isFirst = this.pace(connectionId).failAfterAll(readMonotonic(this.clock), Math.random());
    const connection = await this.connections.glance(connectionId);
    if (connection) await this.tell(connection, REFUSED_AGAIN, false, isFirst);
  }

  /** How long until the token is due for renewal (ms, negative when it is over), or null without one. */
  dueIn({ id, tokens, tokenExpiresAt, refreshedAt }: ConnectionEntity): number | null {
    if (tokens === null || tokenExpiresAt === null) return null;
    const grantedAt = refreshedAt ?? 0;
    return leftOf(tokenExpiresAt, grantedAt, this.clock.now()) - earlyMs(tokenExpiresAt, grantedAt, id);
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
    this.refusedTokens.delete(connectionId);
    this.paces.delete(connectionId);
  }

  /** Of one that has been replaced meanwhile nothing follows. */
  private noteRefused(connectionId: string, access: string): void {
    const held = this.open.get(connectionId);
    if (!held || held.access === access) this.refusedTokens.set(connectionId, access);
  }

  /** What is held and may be sent: neither over nor refused. */
  private usable(connectionId: string): HeldTokens | null {
    const held = this.open.get(connectionId);
    return held && this.isUsable(connectionId, held) ? held : null;
  }

  private isUsable(connectionId: string, { access, deadAt }: HeldTokens): boolean {
    return this.refusedTokens.get(connectionId) !== access && readMonotonic(this.clock) < deadAt;
  }

  /** The new token if it comes soon, else the one that is held. */
  private async soonOr(refresh: Promise<string>, { access }: HeldTokens): Promise<string> {
    let cancel: () => void = () => undefined;
    const patience = new Promise<string>((resolve) => {
      cancel = this.clock.timer(PATIENCE_MS, () => resolve(access));
    });
    // Whoever went on without it does not hear how it ended.
    refresh.catch(() => undefined);
    try {
      return await Promise.race([refresh, patience]);
    } finally {
      cancel();
    }
  }

  private async renew(connectionId: string): Promise<string> {
    // The row first: another process may have renewed it already.
    const connection = await this.connections.find(connectionId);
    const stored = connection && (await this.unseal(connection));
    if (!connection || !stored) throw needsReconnect();
    const current = this.held(connection, stored);
    if (this.isUsable(connectionId, current)) {
      this.hold(connectionId, current);
      if (readMonotonic(this.clock) < current.renewAt) return current.access;
    }
    return this.replace(connection, stored);
  }

  private async replace(connection: ConnectionEntity, stored: Tokens): Promise<string> {
    const { id } = connection;
    const grant = await this.refresh(connection, stored);
    if (grant === null) {
      const newer = await this.renewedElsewhere(connection);
      if (newer) return this.hold(id, newer);
      await this.lose(connection);
      throw needsReconnect();
    }
    const fresh = await this.seal(connection, grant);
    // Scopes may have been taken away meanwhile; where none are told, nothing is known of it.
    const sealed = grant.scopes.length > 0 ? { ...fresh, scopes: grant.scopes } : fresh;
    // Only while these tokens stand there: a disconnection that came meanwhile wins, and so do another process's.
    const isStored = await this.store.transaction((manager) =>
      updateConnectionWithTokens(manager, connection, sealed),
    );
    const renewed = isStored
      ? this.held({ id, ...sealed }, tokensOf(grant, sealed.refreshedAt ?? 0))
      : await this.renewedElsewhere(connection);
    if (!renewed) throw needsReconnect();
    return this.hold(id, renewed);
  }

  private hold(connectionId: string, tokens: HeldTokens): string {
    this.open.set(connectionId, tokens);
    return tokens.access;
  }

  private held(
    { id, refreshedAt }: Pick<ConnectionEntity, 'id' | 'refreshedAt'>,
    tokens: Tokens,
  ): HeldTokens {
    const now = { wall: this.clock.now(), monotonic: readMonotonic(this.clock) };
    const taken = holdTokens(tokens, refreshedAt ?? 0, id, now);
    const before = this.open.get(id);
    // Read again it gets no younger, even if the time of day was set back meanwhile.
    return before?.access === taken.access && before.deadAt < taken.deadAt ? before : taken;
  }

  /** The tokens that another process has got meanwhile; null where there are none. */
  private async renewedElsewhere({ id, tokens }: ConnectionEntity): Promise<HeldTokens | null> {
    for (const ms of ELSEWHERE_MS) {
      await new Promise<void>((resolve) => this.clock.timer(ms, resolve));
      const connection = await this.connections.find(id);
      const stored = connection && (await this.unseal(connection));
      if (!stored) return null;
      if (connection.tokens !== tokens) return this.held(connection, stored);
    }
    return null;
  }

  /** @returns null where Klaviyo no longer knows the refresh token @throws Fault `token_refresh_failed` */
  private async refresh(connection: ConnectionEntity, tokens: Tokens): Promise<TokenGrant | null> {
    const pace = this.pace(connection.id);
    const wait = pace.waitMs(readMonotonic(this.clock));
    if (wait > 0) {
      await this.tell(connection, 'waiting', false, false);
      throw notRenewed(wait, undefined);
    }
    pace.begin(readMonotonic(this.clock));
    try {
      const grant = await this.oauth.refresh(tokens.refresh);
      if (grant.accessToken === this.refusedTokens.get(connection.id))
        throw new TokenRefused(200, REFUSED_AGAIN);
      const wasFailing = pace.succeed(readMonotonic(this.clock));
      await this.troubles.settle(connection, wasFailing);
      return grant;
    } catch (error) {
      if (error instanceof TokenRefused && error.isRevoked) return null;
      if (!(error instanceof TokenRefused) && !(error instanceof KlaviyoTransportError)) throw error;
      const asked = error instanceof TokenRefused ? error.retryAfterMs : null;
      const isFirst = pace.fail(readMonotonic(this.clock), asked, Math.random());
      await this.tell(connection, error.code, error instanceof TokenRefused && error.isOurs, isFirst);
      throw notRenewed(pace.waitMs(readMonotonic(this.clock)), error);
    }
  }

  private async tell(
    connection: ConnectionEntity,
    code: string,
    isOurs: boolean,
    isFirst: boolean,
  ): Promise<void> {
    const lasting = this.pace(connection.id).failingFor(readMonotonic(this.clock)) ?? 0;
    await this.troubles.tell(connection, { code, isOurs, isFirst, lasting });
  }

  private pace(connectionId: string): RefreshPace {
    const pace = this.paces.get(connectionId) ?? new RefreshPace();
    this.paces.set(connectionId, pace);
    return pace;
  }

  /** Klaviyo has ended the connection. The work is kept; the person who can mend it is told. */
  private async lose(connection: ConnectionEntity): Promise<void> {
    this.forget(connection.id);
    this.connections.forget(connection.id);
    const { id, tenant, state } = connection;
    const whose = { connectionId: id, tenant };
    const isOnItsWay = isEnding(state);
    const notices = await this.store.transaction(async (manager) => {
      const isLost = await updateConnectionInState(manager, connection, {
        state: isOnItsWay ? state : state === 'active' ? 'needs-reconnect' : 'disconnected',
        tokens: null,
        tokenExpiresAt: null,
        liveAccount: null,
        reasonCode: REMOVED.code,
        updatedAt: this.clock.now(),
      });
      // Connected anew, or disconnected by a person, in this very moment; or on its way out, as was wanted.
      if (!isLost || isOnItsWay) return [];
      return [
        await this.notices.noteDeactivation(manager, whose, REMOVED),
        await this.notices.note(manager, whose, REMOVED),
      ];
    });
    this.connections.forget(id);
    if (notices.length > 0) await this.problems.clear(tenant, id, TOKEN_PROBLEM);
    for (const notice of notices) await this.notices.tell(notice);
  }
}

const REMOVED: Problem = {
  key: RECONNECT_PROBLEM,
  code: 'removed_at_klaviyo',
  severity: 'error',
  message: "Klaviyo was disconnected on Klaviyo's side. Connect Klaviyo again to go on; nothing is lost.",
  action: 'reconnect',
};

const scopeOf = (connection: Pick<ConnectionEntity, 'id' | 'tenant'>) => ({
  tenant: connection.tenant,
  installation: connection.id,
});

const needsReconnect = (): Fault =>
  new Fault({
    kind: 'config',
    code: 'needs_reconnect',
    message: 'Klaviyo is not connected. Connect Klaviyo first.',
  });

const NOT_RENEWED = 'token_refresh_failed';
/** A refresh gave a token that Klaviyo does not take. */
const REFUSED_AGAIN = 'new_token_refused';

const notRenewed = (retryAfterMs: number, cause: unknown): Fault =>
  new Fault({
    kind: 'transient',
    code: NOT_RENEWED,
    message: 'Klaviyo did not renew the access token; it is tried again.',
    retryAfterMs: Math.max(1_000, Math.ceil(retryAfterMs)),
    ...(cause === undefined ? {} : { cause }),
  });

const isTransient = (error: unknown): boolean => Fault.is(error) && error.code === NOT_RENEWED;
