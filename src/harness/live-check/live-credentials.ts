import { readFileSync, writeFileSync } from 'node:fs';

/** What the check needs to call the real Klaviyo. */
export interface LiveCredentials {
  /** Scheme and host of API and token endpoint. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** Keeps a refresh token that Klaviyo has put in the place of the one before. */
  readonly keepRefreshToken: (token: string) => void;
  /** The domain of the addresses that the check makes up. */
  readonly domain: string;
}

const NEEDED = ['KLAVIYO_CLIENT_ID', 'KLAVIYO_CLIENT_SECRET', 'KLAVIYO_REFRESH_TOKEN_FILE'] as const;

/** How the check is called, for whoever has not. */
export const HOW_TO = `npm run live-check asks the real Klaviyo what its documents leave open. It needs a test account of yours:

  KLAVIYO_CLIENT_ID            of an app that is installed there
  KLAVIYO_CLIENT_SECRET        of that app
  KLAVIYO_REFRESH_TOKEN_FILE   a file with the refresh token and nothing else; rewritten where Klaviyo replaces it

  KLAVIYO_CHECK_DOMAIN         domain of the addresses that it makes up (wll-live-check.invalid by default);
                               give one of your own where Klaviyo does not take that
  KLAVIYO_URL                  https://a.klaviyo.com by default

The app needs the scopes accounts:read events:read events:write lists:read lists:write metrics:read profiles:read
profiles:write data-privacy:write. What it makes is erased again, but for one metric, which Klaviyo lets nobody erase.
With --uninstall it asks as well what becomes of an access token when the app is removed. That ends the installation.`;

/** The credentials that the environment names, or the names of those that are missing. */
export const readCredentials = (
  env: Readonly<Record<string, string | undefined>>,
): LiveCredentials | { readonly missing: readonly string[] } => {
  const missing = NEEDED.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) return { missing };
  const file = env['KLAVIYO_REFRESH_TOKEN_FILE'] ?? '';
  return {
    url: env['KLAVIYO_URL'] ?? 'https://a.klaviyo.com',
    clientId: env['KLAVIYO_CLIENT_ID'] ?? '',
    clientSecret: env['KLAVIYO_CLIENT_SECRET'] ?? '',
    refreshToken: readFileSync(file, 'utf8').trim(),
    keepRefreshToken: (token) => writeFileSync(file, `${token}\n`, { mode: 0o600 }),
    domain: env['KLAVIYO_CHECK_DOMAIN'] ?? 'wll-live-check.invalid',
  };
};
