import type { Host } from '../../../src/harness/host/host.js';

const BROWSER = 'the-browser-that-began';

/** Which installation is connected to what. */
export interface Connection {
  readonly tenant: string;
  readonly installation: string;
  readonly klaviyo: string;
  readonly account: string;
}

/**
 * Walks the consent as a browser would: to the consent page's form, allows as an owner, and back with the code.
 *
 * @throws Error where the way ends before it is connected
 */
export async function connectAccount(host: Host, connection: Connection): Promise<void> {
  const begun = await host.connect(connection.tenant, connection.installation, BROWSER);
  if (begun.status !== 'redirect') throw new Error(`connecting began with ${begun.status}`);
  const response = await fetch(new URL('/oauth/authorize', connection.klaviyo), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([
      ...new URL(begun.url).searchParams,
      ['account', connection.account],
      ['role', 'owner'],
      ['decision', 'allow'],
    ]),
  });
  await response.arrayBuffer();
  const location = response.headers.get('location');
  if (location === null) throw new Error(`the consent page answered ${response.status}`);
  const back = new URL(location).searchParams;
  const result = await host.callback({
    browser: BROWSER,
    state: back.get('state') ?? '',
    code: back.get('code') ?? '',
  });
  if (result.status === 'refused') throw new Error(`not connected: ${result.issue.code}`);
}
