import type { EmulatorParts } from '../emulator-parts.js';
import type { Answer, IncomingCall } from '../http/exchange.js';
import { authenticateClient } from './authenticate-client.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthError } from './oauth-error.js';
import { verifies } from './pkce.js';
import type { Install, IssuedTokens } from './token-ledger.js';

/** An exchange or a refresh that went well. */
export interface TokenResult {
  readonly answer: Answer;
  readonly install: Install;
}

/**
 * `POST /oauth/token`: exchanges a code, or refreshes.
 *
 * @throws OAuthError 401 `invalid_client`, 400 `invalid_request`, `invalid_grant` or `unsupported_grant_type`, 429.
 */
export const tokenEndpoint = (parts: EmulatorParts, call: IncomingCall): TokenResult => {
  const client = authenticateClient(parts.clients, call);
  if (!(call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    throw new OAuthError(400, 'invalid_request', 'The body must be a form.');
  }
  const form = new URLSearchParams(call.body);
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchange(parts, client, form);
    case 'refresh_token':
      return refresh(parts, client, form);
    default:
      throw new OAuthError(400, 'unsupported_grant_type', 'The grant type is not supported.');
  }
};

const exchange = (parts: EmulatorParts, client: OAuthClient, form: URLSearchParams): TokenResult => {
  const verifier = form.get('code_verifier');
  const redirectUri = form.get('redirect_uri');
  const code = form.get('code');
  if (code === null || verifier === null || redirectUri === null) {
    throw new OAuthError(400, 'invalid_request', 'code, code_verifier and redirect_uri are required.');
  }
  const grant = parts.tokens.takeCode(code);
  const good =
    grant !== undefined &&
    grant.install.client === client.id &&
    grant.redirectUri === redirectUri &&
    verifies(verifier, grant.challenge);
  if (!good) throw new OAuthError(400, 'invalid_grant', 'The code is not valid.');
  return issued(grant.install, parts.tokens.issue(grant.install, grant.scopes));
};

const refresh = (parts: EmulatorParts, client: OAuthClient, form: URLSearchParams): TokenResult => {
  const given = form.get('refresh_token');
  if (given === null) throw new OAuthError(400, 'invalid_request', 'refresh_token is required.');
  const token = parts.tokens.refresh(given);
  if (token?.install.client !== client.id) {
    throw new OAuthError(400, parts.switches.refreshRefusal, 'The refresh token is not valid.');
  }
  if (parts.switches.refreshLimit) parts.refreshLimit.spend(token.install.key, parts.clock.now());
  const rotate = parts.switches.rotateRefreshTokens;
  if (rotate) parts.tokens.dropRefresh(given);
  return issued(token.install, parts.tokens.issue(token.install, token.scopes, rotate ? undefined : given));
};

const issued = (install: Install, tokens: IssuedTokens): TokenResult => ({
  install,
  answer: {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    text: JSON.stringify({
      access_token: tokens.accessToken,
      token_type: 'Bearer',
      expires_in: tokens.expiresIn,
      refresh_token: tokens.refreshToken,
      scope: tokens.scopes.join(' '),
    }),
  },
});
