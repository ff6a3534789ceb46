import type { EmulatorParts } from '../emulator-parts.js';
import type { Answer, IncomingCall } from '../http/exchange.js';
import { authenticateClient } from './authenticate-client.js';
import { OAuthError } from './oauth-error.js';

/**
 * `POST /oauth/revoke`: ends the whole install that a token belongs to, every connection of it. An unknown token is
 * no error (RFC 7009, 2.2).
 *
 * @throws OAuthError 401 `invalid_client`, 400 `invalid_request`.
 */
export const revokeEndpoint = (parts: EmulatorParts, call: IncomingCall): Answer => {
  const client = authenticateClient(parts.clients, call);
  const given = new URLSearchParams(call.body).get('token');
  if (given === null) throw new OAuthError(400, 'invalid_request', 'token is required.');
  const token = parts.tokens.refresh(given) ?? parts.tokens.access(given);
  if (token?.install.client === client.id) {
    parts.tokens.end(token.install, parts.switches.accessTokenDiesOnUninstall);
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, text: '{}' };
};
