import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

const EVIL = '<img src=x onerror="window.broken=true"><b>Mallory</b>';

describe('a member whose name is HTML', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '3', '--rate', '0');
    await world.harness.api('PUT', '/api/members', [
      { id: 'mallory', profile: { givenName: EVIL, emailAddress: 'mallory@loyalty-demo.net' } },
    ]);
    await world.harness.api('POST', '/api/events', [
      { id: 'evil-1', type: 'VISITED_VENUE', subject: 'mallory', payload: { venue: EVIL } },
    ]);
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const isWhole = async (): Promise<void> => {
    expect(await page.evaluate("'broken' in window")).to.equal(false);
    expect(await page.locator('main img, main b').count()).to.equal(0);
  };

  it('stays text where members are searched and shown', async () => {
    await page.goto(await world.view('members'));
    await page.getByRole('textbox', { name: 'Search members' }).fill('mallory');
    await page.getByRole('link', { name: EVIL }).click();
    await page.getByRole('heading', { name: EVIL }).waitFor();
    await isWhole();
  });

  it('stays text in what was sent, and is found by the member', async () => {
    await page.goto(await world.view('activity'));
    await page.getByRole('combobox', { name: 'Member' }).fill('mallory');
    await page.getByRole('option', { name: EVIL }).click();
    await page.getByRole('button', { name: 'Open create_event' }).first().click();
    const body = page.getByRole('region', { name: 'Request body' });
    await body.waitFor();
    expect(await body.textContent())
      .to.contain('onerror')
      .and.not.to.contain('mallory@loyalty-demo.net');
    await isWhole();
  });
});
