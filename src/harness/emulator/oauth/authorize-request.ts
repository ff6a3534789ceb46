import { allowsRedirect } from './allows-redirect.js';
import type { OAuthClient } from './oauth-client.js';
import { isChallenge } from './pkce.js';
import { SCOPE_WORDS } from './scopes.js';

/** What an app asks for. */
export interface AuthorizeRequest {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string;
}

/** A request that was read: good, wrong in a way that the app is told, or too doubtful to go anywhere. */
export type ReadAuthorization =
  | { readonly verdict: 'good'; readonly request: AuthorizeRequest }
  | { readonly verdict: 'tell-app'; readonly location: string }
  | { readonly verdict: 'stay'; readonly reason: string };

/** Reads the parameters of `/oauth/authorize`. An unknown client or address is never redirected to. */
export const readAuthorization = (
  clients: ReadonlyMap<string, OAuthClient>,
  parameters: URLSearchParams,
): ReadAuthorization => {
  const client = clients.get(parameters.get('client_id') ?? '');
  if (client === undefined) return { verdict: 'stay', reason: 'This app is not known (client_id).' };
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!allowsRedirect(client, redirectUri)) {
    return { verdict: 'stay', reason: 'The address to return to is not on the list (redirect_uri).' };
  }
  const state = parameters.get('state');
  const tellApp = (error: string, description: string): ReadAuthorization => ({
    verdict: 'tell-app',
    location: returnTo(redirectUri, { error, error_description: description, state }),
  });
  if (parameters.get('response_type') !== 'code') {
    return tellApp('unsupported_response_type', 'response_type must be code.');
  }
  const challenge = parameters.get('code_challenge') ?? '';
  if (parameters.get('code_challenge_method') !== 'S256' || !isChallenge(challenge)) {
    return tellApp('invalid_request', 'PKCE with S256 is required.');
  }
  const scopes = [...new Set((parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== ''))];
  const unknown = scopes.find((scope) => !Object.hasOwn(SCOPE_WORDS, scope));
  if (scopes.length === 0 || unknown !== undefined) {
    return tellApp('invalid_scope', unknown === undefined ? 'scope is required.' : `No scope ${unknown}.`);
  }
  return { verdict: 'good', request: { client, redirectUri, scopes, state, challenge } };
};

/** An address with parameters added to it; those that are null are left out. */
export const returnTo = (address: string, parameters: Readonly<Record<string, string | null>>): string => {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) url.searchParams.set(name, value);
  return url.href;
};
