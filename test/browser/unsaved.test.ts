import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { makeBusy } from './busy-world.js';
import { ConsoleWorld } from './console-world.js';

describe('what is typed and not saved', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '3', '--rate', '0');
    await makeBusy(world);
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const settings = async () =>
    (await world.harness.api('GET', `/api/installations/${await world.installation()}/settings`)).body as {
      readonly settings: {
        readonly rateShare: number;
        readonly retention: { readonly attemptDays: number };
        readonly audiences: readonly { readonly audienceId: string }[];
      };
      readonly revision: number;
    };
  const openSettings = async (): Promise<void> => {
    await page.goto(await world.view('setup'));
    await page.getByRole('button', { name: 'All settings' }).click();
    await page.getByLabel('Activity (days)').waitFor();
  };
  const guard = () => page.getByRole('dialog', { name: 'Leave without saving?' });
  const stay = () => page.getByRole('button', { name: 'Stay here' }).click();

  it('is named, and neither a link nor back takes it away', async () => {
    await page.goto(await world.view('overview'));
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    await page.getByRole('link', { name: 'Setup' }).click();
    await page.getByRole('button', { name: 'All settings' }).click();
    await page.getByLabel('Share of the rate limit').fill('0.4');
    await page.getByText('Not saved yet: Share of the rate limit').waitFor();
    await page.getByRole('link', { name: 'Activity' }).click();
    await guard().getByText('Share of the rate limit').waitFor();
    await stay();
    await page.evaluate('history.back()');
    await guard().waitFor();
    await stay();
    expect(page.url()).to.match(/\/setup\?settings=open$/);
    expect(await page.getByLabel('Share of the rate limit').inputValue()).to.equal('0.4');
  });

  it('holds a reload back', async () => {
    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    expect(asked).to.deep.equal(['beforeunload']);
  });

  it('is left when somebody says so, by the way that was wanted', async () => {
    await openSettings();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    await page.getByRole('link', { name: 'Setup' }).click();
    await page.getByRole('button', { name: 'All settings' }).click();
    await page.getByLabel('Share of the rate limit').fill('0.4');
    await page.evaluate('history.back()');
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    expect((await settings()).settings.rateShare).to.equal(0.9);
  });

  it('goes out as it was typed, and what is out of range is told at its field', async () => {
    await openSettings();
    await page.getByLabel('Activity (days)').fill('-5');
    await page.getByLabel('Share of the rate limit').fill('9');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Give a whole number from 1 to 90.').first().waitFor();
    await page.getByText('Activity (days): Give a whole number from 1 to 90.').waitFor();
    for (const field of ['Activity (days)', 'Share of the rate limit']) {
      expect(await page.getByLabel(field).getAttribute('aria-invalid')).to.equal('true');
    }
    expect(await page.getByLabel('Activity (days)').inputValue()).to.equal('-5');
    expect(await page.getByLabel('Share of the rate limit').inputValue()).to.equal('9');
    expect((await settings()).settings).to.deep.include({ rateShare: 0.9 });
    expect((await settings()).settings.retention.attemptDays).to.equal(7);
  });

  it('stands when somebody else has saved meanwhile, and both are saved', async () => {
    await page.getByLabel('Activity (days)').fill('8');
    await page.getByLabel('Share of the rate limit').fill('0.5');
    const { settings: saved, revision } = await settings();
    await world.harness.api('PUT', `/api/installations/${await world.installation()}/settings`, {
      settings: { ...saved, prefix: 'Club ' },
      expectedRevision: revision,
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else has saved these settings meanwhile.').waitFor();
    expect(await page.getByLabel('Activity (days)').inputValue()).to.equal('8');
    expect(await page.getByLabel('Prefix of profile properties').inputValue()).to.equal('Club ');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Data flows.').waitFor();
    expect((await settings()).settings).to.deep.include({ prefix: 'Club ', rateShare: 0.5 });
  });

  it('shows a removed mapping as in force until it is saved', async () => {
    await page.goto(await world.view('audiences'));
    await page.getByRole('button', { name: 'Remove this mapping' }).click();
    await page.getByText('is removed once you save').waitFor();
    expect(await page.getByText('No audience is mapped yet').count()).to.equal(0);
    await page.getByRole('link', { name: 'Overview' }).click();
    await guard()
      .getByText(/^the removal of .+ → .+/)
      .waitFor();
    await stay();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByText('is removed once you save').waitFor({ state: 'detached' });
    expect((await settings()).settings.audiences).to.have.length(1);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
  });
});
