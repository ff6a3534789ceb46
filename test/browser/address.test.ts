import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { makeBusy } from './busy-world.js';
import { ConsoleWorld } from './console-world.js';

describe('the address', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '3', '--rate', '0');
    await world.harness.api('PUT', '/api/members', [
      { id: 'ada', profile: { givenName: 'Ada', familyName: 'Byron', emailAddress: 'ada@loyalty-demo.net' } },
    ]);
    await makeBusy(world);
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const result = () => page.getByRole('combobox', { name: 'Result' });
  const member = () => page.getByRole('combobox', { name: 'Member' });

  it('keeps the filters of the activity, back and reload as well', async () => {
    await page.goto(await world.view('activity'));
    await result().click();
    await page.getByRole('option', { name: 'refused' }).click();
    await page.waitForURL(/[?&]result=refused/);
    await member().fill('Byron');
    await page.getByRole('option', { name: 'Ada Byron · ada' }).click();
    await page.waitForURL(/[?&]member=ada/);
    await page.reload();
    expect(await result().inputValue()).to.equal('refused');
    await member().and(page.locator('[value="Ada Byron · ada"]')).waitFor();
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('member'));
    expect(await result().inputValue()).to.equal('refused');
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('result'));
    expect(await result().inputValue()).to.equal('');
  });

  it('names the request that is opened, and back closes it', async () => {
    await page.goto(await world.view('activity'));
    await page
      .getByRole('button', { name: /^Open create_event/ })
      .first()
      .click();
    await page.getByText('What has caused it').waitFor();
    await page.reload();
    await page.getByText('What has caused it').waitFor();
    await page.goBack();
    await page.getByText('What has caused it').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).to.equal('');
  });

  it('keeps a search, and the settings that are opened', async () => {
    await page.goto(await world.view('members'));
    await page.getByRole('textbox', { name: 'Search members' }).fill('Byron');
    await page.getByRole('link', { name: 'Ada Byron' }).click();
    await page.getByRole('heading', { name: 'Ada Byron' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Ada Byron' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Search members' }).inputValue()).to.equal('Byron');
    await page.goto(`${await world.view('setup')}?settings=open`);
    await page.getByLabel('Share of the rate limit').waitFor();
  });

  it('says where there is nothing, and leads back', async () => {
    const nowhere = [
      `${world.harness.console}/nothing`,
      `${world.harness.console}/settings/nothing`,
      await world.view('nothing'),
      await world.view('overview/nothing'),
      `${world.harness.console}/settings/integrations/extensions/none/overview`,
    ];
    for (const url of nowhere) {
      await page.goto(url);
      await page.getByText('There is nothing at this address').waitFor();
      await page.getByRole('link', { name: 'To the extensions' }).click();
      await page.getByRole('link', { name: 'Klaviyo' }).waitFor();
    }
  });
});
