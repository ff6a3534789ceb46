import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

describe('a host that goes away for a moment', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '3', '--rate', '0');
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const tab = (name: string) => page.getByRole('link', { name, exact: true }).click();
  const notice = () => page.getByRole('status').filter({ hasText: 'The host does not answer' });

  it('leaves what was there, dimmed and with its age', async () => {
    await page.goto(await world.view('overview'));
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    await world.harness.kill();
    await notice()
      .getByText(/What you see is from \d+ seconds? ago\./)
      .waitFor();
    expect(await page.locator('[data-stale]').count()).to.equal(1);
    expect(await page.getByRole('heading', { name: 'The last hour' }).isVisible()).to.equal(true);
  });

  it('spoils the view that could not be loaded, and none beside it', async () => {
    let asked = 0;
    page.on('request', (request) => (asked += request.url().includes('failures-view') ? 1 : 0));
    await tab('Failures');
    await page.getByRole('alert').getByText('This did not work').waitFor();
    // Its code is asked for by each look, not without an end.
    expect(asked).to.be.within(1, 4);
    await tab('Overview');
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    expect(await page.getByRole('alert').count()).to.equal(0);
  });

  it('mends every view by itself when it is back', async () => {
    await tab('Members');
    await page.getByRole('alert').getByText('This did not work').waitFor();
    await world.harness.start();
    await page.getByText('Account number').first().waitFor();
    await notice().waitFor({ state: 'detached' });
    expect(await page.locator('[data-stale]').count()).to.equal(0);
    await tab('Failures');
    await page.getByText('No failures').waitFor();
    await tab('Overview');
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  });
});
