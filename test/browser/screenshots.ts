import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { makeBusy } from './busy-world.js';
import { launchBrowser } from './browser-or-skip.js';
import { ConsoleWorld } from './console-world.js';
import { VIEWS } from './views.js';

const FOLDER = join(process.cwd(), 'test', 'browser', 'screenshots');

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  wide: { viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 860 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
};

/** Makes a picture of each view: wide, in the dark, and on a small screen. `-- overview` only of those so named. */
async function main(wanted: readonly string[]): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const world = await ConsoleWorld.over(await launchBrowser(), '--members', '60', '--rate', '2');
  try {
    await makeBusy(world);
    for (const [look, options] of Object.entries(LOOKS)) {
      const page = await world.page(options);
      for (const view of VIEWS) {
        if (wanted.length > 0 && !wanted.includes(view.name)) continue;
        await view.open(page, world);
        // What fades in has done so.
        await page.waitForTimeout(600);
        await page.screenshot({
          path: join(FOLDER, `${view.name}-${look}.png`),
          fullPage: view.name !== 'request' && look !== 'narrow',
        });
        process.stdout.write(`${view.name}-${look}.png\n`);
      }
      await page.context().close();
    }
  } finally {
    await world.stop();
  }
}

await main(process.argv.slice(2));
