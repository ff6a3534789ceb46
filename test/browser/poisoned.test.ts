import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

describe('a poisoned batch', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '5', '--rate', '0');
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const developer = () => page.getByRole('link', { name: 'Developer' }).click();
  const refuseEvents = () => page.getByRole('switch', { name: 'Refuse events' });
  const failures = async () => {
    await page.getByRole('link', { name: 'Extensions' }).first().click();
    await page.getByRole('link', { name: 'Klaviyo' }).click();
    await page.getByRole('link', { name: 'Failures' }).click();
  };

  it('is made by clicks', async () => {
    await developer();
    await refuseEvents().click({ force: true });
    await page.getByText('Met 0 times').waitFor();
    await page.getByRole('combobox', { name: 'Member' }).click();
    await page.getByRole('option').first().click();
    await page.getByRole('textbox', { name: 'How many' }).fill('12');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('12 accepted').waitFor();
  });

  it('is found, grouped and explained', async () => {
    await failures();
    await page.getByRole('heading', { name: '12 × PURCHASED_REWARD' }).waitFor({ timeout: 60_000 });
    const group = page.getByRole('article');
    expect(await group.count()).to.equal(1);
    await group.getByText('/data/attributes/metric').waitFor();
    await group.getByText('invalid', { exact: true }).waitFor();
  });

  it('shows the request that was refused beside its event', async () => {
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('combobox', { name: 'Result' }).click();
    await page.getByRole('option', { name: 'refused' }).click();
    await page
      .getByRole('button', { name: /^Open (create_event|bulk_create_events)/ })
      .first()
      .click();
    const request = page.getByRole('dialog');
    await request.getByRole('region', { name: 'Request body' }).waitFor();
    await request
      .getByRole('region', { name: /^Event of member/ })
      .first()
      .waitFor();
    await request.getByText('Invalid input.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('is mended and replayed, and all of it arrives', async () => {
    await developer();
    await refuseEvents().click({ force: true });
    await page
      .getByText('Every event is answered with 400: it becomes a failure.', { exact: true })
      .waitFor();
    await failures();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('No failures').waitFor();
    await developer();
    await page.getByText('Events', { exact: true }).click();
    await page.getByText('12 events').waitFor();
  });
});
