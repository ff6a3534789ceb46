import type { AxiosInstance, AxiosResponse } from 'axios';
import { readErrorCode } from './error-document.js';
import { toTransportError } from './http.js';
import { isRecord } from './is-record.js';
import { readHeader } from './read-response.js';
import { parseRetryAfter } from './retry-after.js';
import { readTokenGrant, type TokenGrant } from './token-grant.js';
import { PATIENCE, type Patience, withDeadline } from './with-deadline.js';

/** A grant or a refusal is a few hundred bytes. */
const LONGEST_ANSWER = 100_000;

/**
 * The token endpoint gave no grant. Its refusals are not JSON:API, but `{error, error_description?}`; whatever else
 * answers in its place, or a status that is no success, is told by `http_<status>`.
 */
export class TokenRefused extends Error {
  constructor(
    readonly status: number,
    /** `invalid_grant`, `invalid_client`, … ; `http_<status>` where the body named none. */
    readonly code: string,
    /** `Retry-After`, 24 hours at most. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(`Klaviyo refused the token request (${code})`);
    this.name = 'TokenRefused';
  }

  /** Uninstalled, revoked, or 90 days idle: this, and only this, ends a connection. */
  get isRevoked(): boolean {
    return this.status === 400 && (this.code === 'invalid_grant' || this.code === 'invalid_grant_type');
  }

  /** The platform's own credentials are refused: an incident of its operator, never a tenant's removal. */
  get isOurs(): boolean {
    return (this.status === 400 || this.status === 401) && this.code === 'invalid_client';
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

/** Klaviyo's OAuth end points. PKCE (S256) is mandatory, also for a confidential client. */
export class OAuthApi {
  constructor(
    private readonly http: AxiosInstance,
    private readonly options: OAuthApiOptions,
    private readonly patience: Patience = PATIENCE,
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

  /** @throws TokenRefused, KlaviyoTransportError */
  exchange(code: string, verifier: string): Promise<TokenGrant> {
    return this.grant({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: this.options.redirectUri,
    });
  }

  /** @throws TokenRefused, KlaviyoTransportError */
  refresh(refreshToken: string): Promise<TokenGrant> {
    return this.grant({ grant_type: 'refresh_token', refresh_token: refreshToken }, refreshToken);
  }

  /** Resolves when Klaviyo has confirmed it: 200, and no page of somebody else. @throws as {@link refresh} */
  async revoke(refreshToken: string): Promise<void> {
    const response = await this.post(this.options.revokeUrl, {
      token: refreshToken,
      token_type_hint: 'refresh_token',
    });
    const isConfirmed = response.status === 200 && (isEmpty(response) || isRecord(jsonOf(response)));
    if (!isConfirmed) throw refusalOf(response);
  }

  private async grant(form: Record<string, string>, refreshToken = ''): Promise<TokenGrant> {
    const response = await this.post(this.options.tokenUrl, form);
    if (response.status !== 200) throw refusalOf(response);
    const grant = readTokenGrant(jsonOf(response), refreshToken);
    if (!grant) throw new TokenRefused(200, 'no_access_token');
    return grant;
  }

  private async post(url: string, form: Record<string, string>): Promise<AxiosResponse<unknown>> {
    try {
      return await withDeadline(
        (signal) =>
          this.http.post<unknown>(url, new URLSearchParams(form).toString(), {
            headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
            auth: { username: this.options.clientId, password: this.options.clientSecret },
            maxContentLength: LONGEST_ANSWER,
            signal,
          }),
        undefined,
        this.patience,
      );
    } catch (error) {
      throw toTransportError(error);
    }
  }
}

function refusalOf(response: AxiosResponse<unknown>): TokenRefused {
  const { status } = response;
  const body = jsonOf(response);
  const named = isRecord(body) && typeof body['error'] === 'string' ? readErrorCode(body['error']) : null;
  const code = status >= 400 && named !== null ? named : `http_${status}`;
  const retryAfter = parseRetryAfter(
    readHeader(response, 'retry-after'),
    readHeader(response, 'date'),
    Date.now(),
  );
  return new TokenRefused(status, code, retryAfter);
}

const isEmpty = ({ data }: AxiosResponse<unknown>): boolean => typeof data !== 'string' || data.trim() === '';

const jsonOf = ({ data }: AxiosResponse<unknown>): unknown => {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as unknown) : null;
  } catch {
    return null;
  }
};
