import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { makeBusy } from './busy-world.js';
import { until } from '../until.js';
import { ConsoleWorld } from './console-world.js';
import { VIEWS } from './views.js';

interface Fault {
  readonly id: string;
  readonly impact: string | null | undefined;
  readonly nodes: readonly string[];
}

/** What axe finds serious or critical, each with the elements that it is about. */
async function faultsOf(page: Page): Promise<readonly Fault[]> {
  // As an expression: the page's policy lets no script in, and no exception is made for a test.
  await page.evaluate(axe.source);
  const found = await page.evaluate<
    readonly Fault[]
  >(`axe.run(document, { resultTypes: ['violations'] }).then(
    ({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) })),
  )`);
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

describe('accessibility', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '20', '--rate', '0');
    await makeBusy(world);
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  for (const colorScheme of ['light', 'dark'] as const) {
    describe(`in ${colorScheme} colours`, () => {
      let page: Page;
      before(async () => {
        page = await world.page({ colorScheme });
      });
      after(() => page.context().close());

      for (const view of VIEWS) {
        it(`axe finds no serious fault in ${view.name}`, async () => {
          await view.open(page, world);
          // What fades in is pale while it does.
          await page.waitForTimeout(400);
          expect(await faultsOf(page)).to.deep.equal([]);
        });
      }
    });
  }

  describe('on a screen of 360 pixels', () => {
    let page: Page;
    before(async () => {
      page = await world.page({ viewport: { width: 360, height: 740 } });
    });
    after(() => page.context().close());

    for (const view of VIEWS) {
      it(`${view.name} is not wider than the screen`, async () => {
        await view.open(page, world);
        expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(360);
      });
    }
  });

  it('takes the whole way to Create by keyboard alone', async () => {
    const page = await world.page();
    await page.getByRole('link', { name: 'Create' }).waitFor();
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.textContent')) === 'Create') break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Type' }).focus();
    await page.keyboard.press('Enter');
    // Nobody goes on before there is something to choose from.
    await page.getByRole('option', { name: 'Klaviyo' }).waitFor();
    const highlighted = page.locator('[role="option"][data-combobox-selected]');
    await until(
      'the arrow key reaches Klaviyo',
      async () => {
        const text = (await highlighted.count()) === 1 ? await highlighted.textContent() : null;
        // Only from another one: a step too many would go past it.
        if (text !== 'Klaviyo') await page.keyboard.press('ArrowDown');
        return text;
      },
      (text) => text === 'Klaviyo',
    );
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Connect/ }).waitFor();
    await page.context().close();
  });

  it('moves nothing when the numbers change', async () => {
    const page = await world.page();
    await page.goto(await world.view('overview'));
    await page.getByRole('heading', { name: 'The last hour' }).waitFor();
    await page.waitForTimeout(1_500);
    await page.evaluate(`
      window.shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts += entry.value;
      }).observe({ type: 'layout-shift', buffered: false });
    `);
    await world.harness.api('PUT', '/api/stream', { rate: 20 });
    await page.waitForTimeout(4_000);
    await world.harness.api('PUT', '/api/stream', { rate: 0 });
    // The largest that counts as good.
    expect(await page.evaluate('window.shifts')).to.be.below(0.1);
    await page.context().close();
  });
});
