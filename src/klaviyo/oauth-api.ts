import type { AxiosInstance } from 'axios';
import { toTransportError } from './http.js';

/** What a token endpoint gives. */
export interface TokenGrant {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Believed, whatever the guides say. */
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

/** A refusal of the token endpoint: not JSON:API, but `{error, error_description?}`. */
export class TokenRefused extends Error {
  constructor(
    readonly status: number,
    /** `invalid_grant`, `invalid_client`, … ; `http_<status>` where the body named none. */
    readonly code: string,
  ) {
    super(`Klaviyo refused the token request (${code})`);
    this.name = 'TokenRefused';
  }

  /** Uninstalled, revoked, or 90 days idle: this, and only this, ends a connection. */
  get isRevoked(): boolean {
    return this.status === 400 && (this.code === 'invalid_grant' || this.code === 'invalid_grant_type');
  }
}

export interface OAuthApiOptions {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

const record = (text: unknown): Record<string, unknown> => {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : null;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Klaviyo's OAuth end points. PKCE (S256) is mandatory, also for a confidential client. */
export class OAuthApi {
  constructor(
    private readonly http: AxiosInstance,
    private readonly options: OAuthApiOptions,
  ) {}

  authorizeUrl(request: { state: string; challenge: string; scopes: readonly string[] }): string {
    const url = new URL(this.options.authorizeUrl);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.options.clientId,
      redirect_uri: this.options.redirectUri,
      scope: request.scopes.join(' '),
      state: request.state,
      code_challenge_method: 'S256',
      code_challenge: request.challenge,
    }).toString();
    return url.href;
  }

  exchange(code: string, verifier: string): Promise<TokenGrant> {
    return this.grant({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: this.options.redirectUri,
    });
  }

  refresh(refreshToken: string): Promise<TokenGrant> {
    return this.grant({ grant_type: 'refresh_token', refresh_token: refreshToken }, refreshToken);
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.post(this.options.revokeUrl, { token: refreshToken, token_type_hint: 'refresh_token' });
  }

  private async grant(form: Record<string, string>, refreshToken = ''): Promise<TokenGrant> {
    const body = await this.post(this.options.tokenUrl, form);
    if (typeof body['access_token'] !== 'string') throw new TokenRefused(200, 'no_access_token');
    return {
      accessToken: body['access_token'],
      // Seen both to rotate and not to: whatever comes back is kept.
      refreshToken: typeof body['refresh_token'] === 'string' ? body['refresh_token'] : refreshToken,
      expiresInSeconds: typeof body['expires_in'] === 'number' ? body['expires_in'] : 3600,
      scopes: typeof body['scope'] === 'string' ? body['scope'].split(' ').filter(Boolean) : [],
    };
  }

  private async post(url: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    let response;
    try {
      response = await this.http.post<unknown>(url, new URLSearchParams(form).toString(), {
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        auth: { username: this.options.clientId, password: this.options.clientSecret },
      });
    } catch (error) {
      throw toTransportError(error);
    }
    const body = record(response.data);
    if (response.status >= 400) {
      const code = typeof body['error'] === 'string' ? body['error'] : `http_${response.status}`;
      throw new TokenRefused(response.status, code);
    }
    return body;
  }
}
