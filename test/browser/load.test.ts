import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { until } from '../until.js';
import { ConsoleWorld } from './console-world.js';

const MEMBERS = 10_000;
/** So long a street that no import takes all members: a body holds 5 MB. */
const STREET = 'Long Acre '.repeat(80);

describe('a load of 10 000 members', function () {
  this.timeout(600_000);
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
        isRestricted: index === MEMBERS - 1,
        profile: {
          givenName: `Member ${index}`,
          emailAddress: `m${index}@loyalty-demo.net`,
          streetAddress: STREET,
        },
      })),
    );
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const bar = () => page.getByRole('progressbar', { name: 'Initial sync progress' });
  /** Klaviyo takes no request, or no import but the first: the load stands where it can be looked at. */
  const hold = (match: object, skip: number) =>
    world.post('faults', { kind: 'storm', retryAfter: 1, match, skip });
  const release = () => world.delete('faults');
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
    await page.getByRole('button', { name: 'Plan an initial sync' }).click();
    await page.getByRole('row', { name: 'Members 10,000' }).waitFor();
    await page.getByRole('row', { name: /^Not sent: Members under restricted processing.* 1$/ }).waitFor();
    await hold({ path: '/api/*' }, 0);
    await page.getByRole('button', { name: 'Start' }).click();
    // Without a width it does not count as visible.
    await bar().waitFor({ state: 'attached' });
    expect(await progress()).to.equal(0);
  });

  it('moves', async () => {
    await release();
    await hold({ operation: 'bulk_import_profiles' }, 1);
    await until('progress is shown', progress, (now) => now >= 1, 60_000);
  });

  it('survives a reload of the page and a restart of the host', async () => {
    const reached = await progress();
    expect(reached).to.be.within(1, 99);
    await page.reload();
    await bar().waitFor();
    expect(await progress()).to.be.at.least(reached);
    await world.harness.kill();
    await world.harness.start();
    await release();
    await page.goto(await world.view('overview'));
    await bar().waitFor();
    await page.getByText('10,000 of 10,000').waitFor({ timeout: 400_000 });
    await page.getByText('1 not sent: Members under restricted processing').waitFor();
  });

  it('is followed by what is sent with less, and what to do about it', async () => {
    await world.harness.api('PUT', '/api/members', [{ id: 'm0', profile: { emailAddress: 'no address' } }]);
    const panel = page.getByRole('region', { name: 'Sent in part, by reason' });
    await panel
      .getByText('The e-mail address is malformed: sent without. Correct it on the member.')
      .waitFor();
  });

  it('is compared with Klaviyo from there, with the choice to repair, and the comparison can be ended', async () => {
    await page.getByRole('button', { name: 'Check for differences' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByRole('row', { name: 'Members 10,000' }).waitFor();
    await dialogue.getByLabel('Repair what differs').uncheck();
    await dialogue.getByRole('row', { name: 'Members 10,000' }).waitFor();
    await dialogue.getByRole('button', { name: 'Start' }).click();
    const run = page.locator('[data-run]').filter({ hasText: 'Check for differences' });
    await run.getByText('running', { exact: true }).waitFor();
    const runs = await world.harness.api('GET', `/api/installations/${await world.installation()}/runs`);
    expect(runs.body).to.containSubset({ items: [{ request: { kind: 'reconcile', repair: false } }] });
    await run.getByRole('button', { name: 'Cancel' }).click();
    await run.getByText('cancelled', { exact: true }).waitFor();
  });
});
