import { expect } from 'chai';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sqlite3 from 'sqlite3';
import { until } from '../until.js';
import { ConsoleWorld } from './console-world.js';

const ROWS = 100_000;
/** So many elements a view may have, however many requests there were. */
const MOST_ELEMENTS = 3_000;

describe('a hundred thousand requests', function () {
  this.timeout(300_000);
  let world: ConsoleWorld;
  let page: Page;
  before(async function () {
    world = await ConsoleWorld.start(this, '--members', '3', '--rate', '0');
    const installation = await world.installation();
    await world.harness.stop();
    await putRequests(join(world.harness.data, 'host.sqlite'), installation);
    await world.harness.start();
    page = await world.page();
  });
  after(() => (world as ConsoleWorld | undefined)?.stop());

  const rows = () => page.getByRole('region', { name: 'Requests' }).locator('tbody tr');
  const first = () => rows().first().textContent();
  const elements = () => page.locator('*').count();

  it('are shown a page at a time, and leafed through', async () => {
    await page.goto(await world.view('activity'));
    await rows().first().waitFor();
    const count = await rows().count();
    expect(count).to.be.within(10, 200);
    expect(await elements()).to.be.below(MOST_ELEMENTS);
    const newest = await first();
    await page.getByRole('button', { name: 'Older' }).click();
    await until('the older page stands there', first, (text) => text !== newest);
    expect(await rows().count()).to.equal(count);
    await page.getByRole('button', { name: 'Newer' }).click();
    await until('the newest page stands there', first, (text) => text === newest);
  });

  it('are filtered on the server: the one in ten thousand that was refused is found', async () => {
    await page.getByRole('combobox', { name: 'Result' }).click();
    await page.getByRole('option', { name: 'refused' }).click();
    await until(
      'ten rows are shown',
      () => rows().count(),
      (count) => count === 10,
    );
    expect(await rows().allTextContents()).to.satisfy((texts: string[]) =>
      texts.every((text) => text.includes('refused (400)')),
    );
  });

  it('leave the overview as small as it is without them', async () => {
    await page.goto(await world.view('overview'));
    await page.getByText('Use of the sending limits').first().waitFor();
    expect(await elements()).to.be.below(MOST_ELEMENTS);
  });
});

/** As many requests as an eager tenant makes in a day, one in ten thousand of them refused. */
async function putRequests(file: string, connectionId: string): Promise<void> {
  const database = new sqlite3.Database(file);
  const run = (sql: string, parameters: readonly unknown[] = []): Promise<void> =>
    new Promise((resolve, reject) =>
      database.run(sql, parameters, (error) => (error ? reject(error) : resolve())),
    );
  await run(
    `INSERT INTO klaviyo_attempt (id, connection_id, at, operation, items, result, status, request_id, ms)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
     SELECT printf('%036d', i), ?1, ?2 - i * 800, 'create_event', 1,
       CASE WHEN i % 10000 = 0 THEN 'refused' ELSE 'done' END,
       CASE WHEN i % 10000 = 0 THEN 400 ELSE 202 END, 'request-' || i, 120 FROM n`,
    [connectionId, Date.now()],
  );
  await new Promise<void>((resolve, reject) =>
    database.close((error) => (error ? reject(error) : resolve())),
  );
}
