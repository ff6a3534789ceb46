import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ConsoleWorld } from './console-world.js';

interface VendorList {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

describe('the documented journey', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--empty');
    await world.harness.api('PUT', '/api/members', [
      { id: 'ada', profile: { givenName: 'Ada', emailAddress: 'ada@loyalty-demo.net', country: 'GB' } },
      { id: 'bob', profile: { givenName: 'Bob', emailAddress: 'bob@loyalty-demo.net', country: 'GB' } },
    ]);
    await world.harness.api('PUT', '/api/audiences', [
      { id: 'gold', name: 'Gold members', isActive: true, members: [] },
    ]);
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const lists = async (): Promise<readonly VendorList[]> =>
    (
      await world.harness.admin<{ accounts: readonly { lists: readonly VendorList[] }[] }>(
        'state?account=DEMO01',
      )
    ).accounts[0]?.lists ?? [];
  const popUp = async (): Promise<Page> => {
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: /^(Connect|Reconnect) Klaviyo$/ }).click(),
    ]);
    // Until then the window is led on by the page that has opened it.
    await opened.getByRole('button', { name: 'Deny' }).waitFor();
    return opened;
  };
  const create = async (): Promise<void> => {
    await page.goto(world.harness.console);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Integrations' }).first().click();
    await page.getByRole('link', { name: 'Extensions' }).first().click();
    await page.getByRole('link', { name: 'Create' }).click();
    await page.getByRole('combobox', { name: 'Type' }).click();
    expect(await page.getByRole('option').count()).to.be.at.least(2);
    await page.getByRole('option', { name: 'Klaviyo' }).click();
  };

  it('goes from Settings to Integrations to Extensions to Create, and offers the types', create);

  it('says what to do when consent is denied', async () => {
    const consent = await popUp();
    await consent.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('Consent was not given in Klaviyo.').first().waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  it('says what to do when the window is closed', async () => {
    const consent = await popUp();
    await consent.close();
    await page.getByText('The window was closed before Klaviyo answered. Nothing was changed.').waitFor();
  });

  it('says what to do when the answer belongs to no attempt, and leads back', async () => {
    const consent = await popUp();
    await consent.goto(`${world.harness.console}/oauth/callback?state=stale.x&code=y`).catch(() => undefined);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    const alert = page.locator('[aria-live]').getByText('Not connected');
    await alert.first().waitFor();
    if (!consent.isClosed()) await consent.close();
  });

  it('offers another way when the window is blocked', async () => {
    const blocked = await page.context().newPage();
    await blocked.addInitScript('window.open = () => null');
    const before = page;
    page = blocked;
    await create();
    await page.getByRole('button', { name: 'Connect Klaviyo' }).click();
    await page.getByText('Your browser has blocked the window.').waitFor();
    const way = page.getByRole('link', { name: 'Continue in this window' });
    expect(await way.getAttribute('href')).to.contain('/oauth/authorize');
    await page.close();
    page = before;
  });

  it('connects in the pop-up, which closes itself', async () => {
    const consent = await popUp();
    await consent.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Connected to').first().waitFor();
    await page.getByText('DEMO01').first().waitFor();
    if (!consent.isClosed()) await consent.waitForEvent('close');
  });

  it('saves with Active, and is active', async () => {
    expect(await page.getByRole('switch', { name: 'Active' }).isChecked()).to.equal(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    await page.locator('[data-state="active"]').waitFor();
  });

  it('maps an audience to a list that is made here, and its members are on it', async () => {
    await page.getByRole('link', { name: 'Audiences' }).click();
    await page.getByRole('button', { name: 'Add a mapping' }).click();
    await page.getByRole('combobox', { name: 'Audience', exact: true }).click();
    await page.getByRole('option', { name: 'Gold members' }).click();
    const list = page.getByRole('combobox', { name: 'Klaviyo List' });
    await list.fill('Made in the console');
    await page.getByRole('button', { name: 'Save' }).click();
    // A row that is half filled in is not dropped without a word.
    await page.getByText('Choose one.').waitFor();
    await list.fill('Made in the console');
    await Promise.all([
      page.waitForResponse(
        (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/options/lists'),
      ),
      page.getByRole('option', { name: 'Create Made in the console' }).click(),
    ]);
    await page.getByText('Choose one.').waitFor({ state: 'detached' });
    await list.and(page.locator('[value="Made in the console"]')).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The members follow.').waitFor();
    await world.harness.api('POST', '/api/audience-changes', {
      audienceId: 'gold',
      joined: ['ada', 'bob'],
      left: [],
    });
    await page.getByText(/2 in the audience · 2 on the list/).waitFor();
    const made = (await lists()).find(({ name }) => name === 'Made in the console');
    expect(made?.members).to.have.length(2);
  });

  it('finds a list that is not on the first page', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `List ${String(index).padStart(3, '0')}`);
    await world.post('lists', { account: 'DEMO01', names });
    // Lists are read anew after ten seconds at most.
    await page.waitForTimeout(10_500);
    await page.reload();
    const list = page.getByRole('combobox', { name: 'Klaviyo List' });
    await list.waitFor();
    await list.fill('');
    await page.getByRole('option', { name: 'Show more' }).click();
    await page.getByRole('option', { name: 'List 129', exact: true }).waitFor();
    await list.fill('list 117');
    await page.getByRole('option', { name: 'List 117', exact: true }).waitFor();
  });

  it('is paused when Active is switched off and saved, and goes on when it is switched on', async () => {
    await page.getByRole('link', { name: 'Setup' }).click();
    await page.getByRole('switch', { name: 'Active' }).click({ force: true });
    await page.getByText('Data rests and the connection stays.').waitFor();
    await page.getByRole('radio', { name: 'Keep it' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await page.getByRole('switch', { name: 'Active' }).click({ force: true });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-state="active"]').waitFor();
  });

  it('is disconnected when that is chosen', async () => {
    await page.getByRole('link', { name: 'Setup' }).click();
    await page.getByRole('switch', { name: 'Active' }).click({ force: true });
    await page.getByRole('radio', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-state="disconnected"]').waitFor();
    await page.getByText('Disconnected').first().waitFor();
  });
});
