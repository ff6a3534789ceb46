import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, chromium } from 'playwright-core';

/** Debian's; another one by `CHROMIUM`. */
const PATH = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: PATH, args: FLAGS });

/**
 * For a `before` hook: skips the suite where there is no browser, and fails it instead when `REQUIRE_ALL=1`, so that CI
 * never passes by skipping.
 */
export async function browserOrSkip(context: Context): Promise<Browser> {
  if (existsSync(PATH)) return launchBrowser();
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(`A browser at ${PATH} is required`);
  process.stderr.write(
    `skipped: there is no browser at ${PATH} (apt-get install chromium, or set CHROMIUM)\n`,
  );
  return context.skip();
}
