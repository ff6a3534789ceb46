import type { OAuthClient } from './oauth-client.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a client may be returned to at an address. */
export const allowsRedirect = (client: OAuthClient, address: string): boolean => {
  if (client.redirectUris !== undefined) return client.redirectUris.includes(address);
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, hash, username } = new URL(address);
  const web = protocol === 'http:' || protocol === 'https:';
  return web && LOOPBACK.has(hostname) && hash === '' && username === '';
};
