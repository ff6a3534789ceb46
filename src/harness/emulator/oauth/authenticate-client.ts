import { timingSafeEqual } from 'node:crypto';
import type { IncomingCall } from '../http/exchange.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthError } from './oauth-error.js';

/**
 * The client that Basic credentials name.
 *
 * @throws OAuthError 401 `invalid_client`.
 */
export const authenticateClient = (
  clients: ReadonlyMap<string, OAuthClient>,
  call: IncomingCall,
): OAuthClient => {
  const encoded = /^Basic +(\S+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  const [id = '', ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const client = clients.get(decode(id));
  if (encoded === undefined || client === undefined || !equal(decode(rest.join(':')), client.secret)) {
    throw new OAuthError(401, 'invalid_client', 'The client credentials are missing or wrong.', {
      'www-authenticate': 'Basic realm="klaviyo"',
    });
  }
  return client;
};

/** Credentials are form-encoded before they are Base64 (RFC 6749, 2.3.1); many clients leave that out. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const equal = (given: string, wanted: string): boolean => {
  const left = Buffer.from(given);
  const right = Buffer.from(wanted);
  return left.length === right.length && timingSafeEqual(left, right);
};
