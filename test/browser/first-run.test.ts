import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

describe('the documented journey beside a demo that is connected already', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '3', '--rate', '0');
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const ofKlaviyo = async () =>
    (
      (await world.harness.api('GET', '/api/installations')).body as readonly {
        readonly id: string;
        readonly type: string;
      }[]
    ).filter(({ type }) => type === 'KLAVIYO');
  const popUp = async (): Promise<Page> => {
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Connect Klaviyo' }).click(),
    ]);
    await opened.getByRole('button', { name: 'Deny' }).waitFor();
    return opened;
  };

  it('says which account is linked, and leads there', async () => {
    await page.getByRole('link', { name: 'Create' }).click();
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Klaviyo' }).click();
    await page.getByText('Klaviyo is linked already').waitFor();
    expect(await page.getByRole('link', { name: 'Demo Coffee (DEMO01)' }).getAttribute('href')).to.contain(
      (await ofKlaviyo())[0]?.id,
    );
  });

  it('takes its draft up again after a reload, and connects another account', async () => {
    await (await popUp()).close();
    await page.waitForURL(/[?&]draft=/);
    await page.reload();
    await page.goto(`${world.harness.console}/settings/integrations/extensions/new?type=KLAVIYO`);
    const consent = await popUp();
    await consent.getByLabel('Account').selectOption('DEMO03');
    await consent.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Connected to').first().waitFor();
    expect(await ofKlaviyo()).to.have.length(2);
    await page.reload();
    await page.getByText('Connected to').first().waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-state="active"]').waitFor();
    expect(await ofKlaviyo()).to.have.length(2);
  });

  it('says the same when the page of the success is loaded again', async () => {
    const narrow = await page.context().newPage();
    await narrow.addInitScript('window.open = () => null');
    await narrow.goto(await world.view('setup'));
    await narrow.getByRole('button', { name: 'Reconnect Klaviyo' }).click();
    await narrow.getByRole('link', { name: 'Continue in this window' }).click();
    await narrow.getByLabel('Account').selectOption('DEMO01');
    await narrow.getByRole('button', { name: 'Allow' }).click();
    await narrow.getByText('Connected to Demo Coffee').waitFor();
    const again = await narrow.reload();
    expect(again?.status()).to.equal(200);
    await narrow.getByText('Connected to Demo Coffee').waitFor();
    await narrow.close();
  });
});
