import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

/** A heartbeat, and what the machine takes for it. */
const HEARTBEAT_MS = 45_000;

describe('removal on the side of Klaviyo', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '5', '--rate', '0');
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  it('shows as disconnected, with the way to reconnect, within the heartbeat', async () => {
    await page.goto(`${world.harness.console}/developer`);
    await page.getByRole('button', { name: /^Remove from/ }).click();
    await page.getByText('The vendor no longer knows this app.').waitFor();
    await page.goto(await world.view('overview'));
    // Nobody sends anything: only the heartbeat can notice, once a token is due.
    await world.post('clock', { advanceMs: 2 * 3_600_000 });
    await world.harness.api('POST', '/api/events', [
      { id: 'after-removal', type: 'VISITED_VENUE', subject: await firstMember() },
    ]);
    await page.locator('[data-state="needs-reconnect"]').waitFor({ timeout: HEARTBEAT_MS });
    await page.getByRole('link', { name: 'Reconnect' }).click();
    await page.getByRole('button', { name: 'Reconnect Klaviyo' }).waitFor();
  });

  it('is mended by consenting again, and what waited arrives', async () => {
    const [consent] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Reconnect Klaviyo' }).click(),
    ]);
    await consent.getByRole('button', { name: 'Allow' }).click();
    await page.locator('[data-state="active"]').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page
      .locator('dt', { hasText: 'Events waiting' })
      .locator('xpath=following-sibling::dd[1]')
      .filter({ hasText: /^0$/ })
      .waitFor();
    const { accounts } = await world.harness.admin<{
      accounts: readonly { events: readonly { uniqueId: string }[] }[];
    }>('state?account=DEMO01');
    expect(accounts[0]?.events.filter(({ uniqueId }) => uniqueId.includes('after-removal'))).to.have.length(
      1,
    );
  });

  const firstMember = async (): Promise<string> =>
    ((await world.harness.api('GET', '/api/members')).body as { items: readonly { id: string }[] }).items[0]
      ?.id ?? '';
});
