import { randomBytes } from 'node:crypto';

/** The cookie that ties an authorisation to the browser that began it. */
export const BROWSER_COOKIE = 'wll_browser';

/** So long the browser is remembered: a little more than an authorisation may take, renewed with each. */
const MAX_AGE_S = 3600;

/** Read by no script; sent along when the vendor's page leads back here, which is a top-level GET. */
export const BROWSER_COOKIE_FLAGS = {
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  maxAge: MAX_AGE_S,
} as const;

const WELL_FORMED = /^[A-Za-z0-9_-]{43}$/;

/** The browser's value where it has a well-formed one, else a new one of 32 random bytes. */
export function browserValue(cookie: string | undefined): string {
  return cookie !== undefined && WELL_FORMED.test(cookie) ? cookie : randomBytes(32).toString('base64url');
}
