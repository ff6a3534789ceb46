import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

describe('names of the platform in the settings', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '5', '--rate', '0');
    page = await world.page();
    await page.goto(`${await world.view('setup')}?settings=open`);
    await page.getByLabel('Share of the rate limit').waitFor();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  it('are suggested: event types and what members have', async () => {
    await page.getByRole('button', { name: 'Add a name' }).click();
    await page.getByRole('combobox', { name: 'Event type', exact: true }).fill('PURCHASED');
    await page.getByRole('option', { name: 'PURCHASED_REWARD' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Bought');
    await page.getByText('Not saved yet: Names in Klaviyo').waitFor();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('profile.');
    await page.getByRole('option', { name: 'profile.city' }).waitFor();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('');
  });

  it('may be others, which is told, and is saved all the same', async () => {
    expect(await page.getByText('The platform knows no such event type.').count()).to.equal(0);
    await page.getByRole('combobox', { name: 'Event type', exact: true }).fill('PURCHASED_REWARDS');
    await page.getByText('The platform knows no such event type.').waitFor();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('attributes.zone');
    await page.getByText('No member seen so far has this.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Data flows.').waitFor();
    const { body } = await world.harness.api(
      'GET',
      `/api/installations/${await world.installation()}/settings`,
    );
    expect(body).to.containSubset({
      settings: {
        events: { names: { PURCHASED_REWARDS: 'Bought' } },
        fields: { timeZone: 'attributes.zone' },
      },
    });
  });
});
