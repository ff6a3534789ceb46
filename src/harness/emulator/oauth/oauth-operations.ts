/** How faults name the calls of OAuth, by their paths. */
export const OAUTH_OPERATIONS: Readonly<Record<string, string>> = {
  '/oauth/authorize': 'oauth_authorize',
  '/oauth/token': 'oauth_token',
  '/oauth/revoke': 'oauth_revoke',
};
