import { DemoWalkError } from './demo-walk-error.js';
import type { Fetch } from './fetch.js';
import { readForm } from './read-form.js';

/** Who consents, and to what. */
export interface Consent {
  /** The vendor's consent page, as the extension wants the browser sent there. */
  readonly redirect: string;
  readonly account: string;
  /** `name=value` of the cookie that the host set when the walk began. */
  readonly cookie: string;
  readonly fetch: Fetch;
}

/**
 * Goes the way of a browser from the consent page back to the host's callback: reads the page, submits its form as an
 * owner who allows, follows the redirect with the cookie.
 *
 * @throws DemoWalkError at the first answer that no browser would get past
 */
export async function walkConsent(consent: Consent): Promise<void> {
  const { fetch, redirect, account, cookie } = consent;
  const page = await fetch(redirect, { headers: { accept: 'text/html' }, redirect: 'manual' });
  const html = await page.text();
  const form = readForm(html);
  if (page.status !== 200 || !form) {
    throw new DemoWalkError('consent page', `status ${page.status}, ${form ? 'a' : 'no'} form`);
  }

  const answer = await fetch(new URL(form.action, redirect).href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(redirect).origin },
    body: new URLSearchParams({ ...form.hidden, account, role: 'owner', decision: 'allow' }).toString(),
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  await answer.arrayBuffer();
  if (answer.status < 300 || answer.status > 399 || location === null) {
    throw new DemoWalkError('consent', `status ${answer.status} instead of a redirect`);
  }

  const callback = await fetch(location, { headers: { accept: 'application/json', cookie } });
  if (!callback.ok)
    throw new DemoWalkError('callback', `status ${callback.status}, ${await callback.text()}`);
  await callback.arrayBuffer();
}
