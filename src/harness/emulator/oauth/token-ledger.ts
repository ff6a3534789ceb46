import { randomBytes } from 'node:crypto';
import type { Remember, StateRecord } from '../state/state-record.js';

/** Codes live five minutes. */
const CODE_LIFETIME_MS = 5 * 60_000;
/** A refresh token that nobody used for ninety days is dead. */
const REFRESH_IDLE_MS = 90 * 86_400_000;

/** The app in one account. All connections of that app to that account share it. */
export interface Install {
  readonly key: string;
  readonly client: string;
  readonly account: string;
}

/** What somebody allowed and has not been exchanged yet. */
export interface Grant {
  readonly install: Install;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expires: number;
}

/** A token of either kind. */
export interface Token {
  readonly token: string;
  readonly install: Install;
  readonly scopes: readonly string[];
  /** An access token's end. */
  readonly expires: number;
  /** A refresh token's last use. */
  readonly used: number;
}

/** Tokens as they are handed out. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  readonly scopes: readonly string[];
}

const secret = (): string => randomBytes(32).toString('base64url');

/** All codes and tokens that were ever given and still count. */
export class TokenLedger {
  readonly #codes = new Map<string, Grant>();
  readonly #access = new Map<string, Token>();
  readonly #refresh = new Map<string, Token>();

  constructor(
    private readonly now: () => number,
    private readonly lifetimeSeconds: () => number,
    private readonly remember: Remember,
  ) {}

  install(client: string, account: string): Install {
    return { key: `${client}:${account}`, client, account };
  }

  /** Whether the app is installed in an account: whether any of its tokens counts. */
  isInstalled(install: Install): boolean {
    return [...this.#refresh.values()].some((token) => token.install.key === install.key);
  }

  newCode(grant: Omit<Grant, 'expires'>): string {
    const code = secret();
    this.#codes.set(code, { ...grant, expires: this.now() + CODE_LIFETIME_MS });
    return code;
  }

  /** Takes a code out: it counts once, whatever comes of it. */
  takeCode(code: string): Grant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant !== undefined && grant.expires > this.now() ? grant : undefined;
  }

  issue(install: Install, scopes: readonly string[], refreshToken?: string): IssuedTokens {
    const now = this.now();
    const lifetime = this.lifetimeSeconds();
    const access = { token: secret(), install, scopes, expires: now + lifetime * 1000, used: now };
    const refresh = { token: refreshToken ?? secret(), install, scopes, expires: 0, used: now };
    for (const [token, { expires }] of this.#access) if (expires <= now) this.#access.delete(token);
    this.#access.set(access.token, access);
    this.#refresh.set(refresh.token, refresh);
    this.remember({ k: 'access', v: access });
    this.remember({ k: 'refresh', v: refresh });
    return { accessToken: access.token, refreshToken: refresh.token, expiresIn: lifetime, scopes };
  }

  access(token: string): Token | undefined {
    const known = this.#access.get(token);
    return known !== undefined && known.expires > this.now() ? known : undefined;
  }

  refresh(token: string): Token | undefined {
    const known = this.#refresh.get(token);
    return known !== undefined && this.now() - known.used < REFRESH_IDLE_MS ? known : undefined;
  }

  dropRefresh(token: string): void {
    this.#refresh.delete(token);
    this.remember({ k: '-refresh', id: token });
  }

  /** Ends an install: every refresh token dies, and the access tokens too where asked for. */
  end(install: Install, accessToo: boolean): void {
    for (const [code, grant] of this.#codes) if (grant.install.key === install.key) this.#codes.delete(code);
    this.#endTokens(install.key, accessToo);
    this.remember({ k: 'install-end', id: install.key, v: accessToo });
  }

  /** Ends whatever is installed in an account. */
  endAccount(account: string, accessToo: boolean): number {
    const installs = new Map<string, Install>();
    for (const token of [...this.#refresh.values(), ...this.#access.values()]) {
      if (token.install.account === account) installs.set(token.install.key, token.install);
    }
    for (const install of installs.values()) this.end(install, accessToo);
    return installs.size;
  }

  clear(): void {
    this.#codes.clear();
    this.#access.clear();
    this.#refresh.clear();
  }

  restore(record: StateRecord): void {
    if (record.k === 'access') this.#access.set((record.v as Token).token, record.v as Token);
    else if (record.k === 'refresh') this.#refresh.set((record.v as Token).token, record.v as Token);
    else if (record.k === '-refresh') this.#refresh.delete(record.id ?? '');
    else if (record.k === 'install-end') this.#endTokens(record.id ?? '', record.v === true);
  }

  *records(): Generator<StateRecord> {
    for (const token of this.#access.values()) {
      if (token.expires > this.now()) yield { k: 'access', v: token };
    }
    for (const token of this.#refresh.values()) yield { k: 'refresh', v: token };
  }

  #endTokens(key: string, accessToo: boolean): void {
    for (const [token, { install }] of this.#refresh) if (install.key === key) this.#refresh.delete(token);
    if (!accessToo) return;
    for (const [token, { install }] of this.#access) if (install.key === key) this.#access.delete(token);
  }
}
