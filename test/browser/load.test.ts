import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { until } from '../extension/until.js';
import { ConsoleWorld } from './console-world.js';

const MEMBERS = 10_000;

describe('a load of 10 000 members', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--empty');
    await world.harness.api('POST', '/api/installations', { type: 'KLAVIYO' });
    await world.harness.api(
      'PUT',
      '/api/members?notify=false',
      Array.from({ length: MEMBERS }, (_, index) => ({
        id: `m${index}`,
        profile: { givenName: `Member ${index}`, emailAddress: `m${index}@loyalty-demo.net`, country: 'GB' },
      })),
    );
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const bar = () => page.getByRole('progressbar', { name: 'Load progress' });
  const progress = async (): Promise<number> => Number(await bar().getAttribute('aria-valuenow'));

  it('is planned with its numbers, and starts when somebody says so', async () => {
    await page.goto(await world.view('setup'));
    const [consent] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Connect Klaviyo' }).click(),
    ]);
    await consent.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Connected to').first().waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Plan a load' }).click();
    await page.getByRole('row', { name: 'Members 10,000' }).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await bar().waitFor();
  });

  it('moves', async () => {
    const before = await progress();
    await until(progress, (now) => now > before, 60_000);
  });

  it('survives a reload of the page and a restart of the host', async () => {
    const reached = await progress();
    await page.reload();
    await bar().waitFor();
    expect(await progress()).to.be.at.least(reached);
    await world.harness.kill();
    await world.harness.start();
    await page.goto(await world.view('overview'));
    await bar().waitFor();
    await page.getByText('10,000 of 10,000').waitFor({ timeout: 200_000 });
  });
});
