import { DemoWalkError } from './demo-walk-error.js';
import type { Fetch } from './fetch.js';
import { walkConsent } from './walk-consent.js';

/** What is connected to what. */
export interface ConnectDemoOptions {
  /** The harness's own address. */
  readonly url: string;
  readonly tenant: string;
  readonly installation: string;
  /** The account at the local Klaviyo. */
  readonly account: string;
  readonly fetch: Fetch;
}

/**
 * Connects an installation through the real OAuth redirects over HTTP, as a browser would.
 *
 * @throws DemoWalkError
 */
export async function connectDemo(options: ConnectDemoOptions): Promise<void> {
  const { url, tenant, installation, account, fetch } = options;
  const begun = await fetch(`${url}/api/installations/${installation}/connect`, {
    method: 'POST',
    headers: { 'x-tenant': tenant },
  });
  const body = await begun.text();
  const redirect = begun.ok ? redirectOf(body) : undefined;
  const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0];
  if (redirect === undefined || cookie === undefined) {
    throw new DemoWalkError('connect', `status ${begun.status}, ${body}`);
  }
  await walkConsent({ redirect, account, cookie, fetch });
}

function redirectOf(body: string): string | undefined {
  const value = JSON.parse(body) as { readonly redirect?: unknown };
  return typeof value.redirect === 'string' ? value.redirect : undefined;
}
