import type { Context } from 'mocha';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { StartedHarness } from '../end-to-end/started-harness.js';
import { browserOrSkip } from './browser-or-skip.js';

/** So long a page may take for what it shows; the machine may be busy. */
const PATIENCE_MS = 40_000;

/** A harness and a browser that looks at it. */
export class ConsoleWorld {
  private constructor(
    readonly harness: StartedHarness,
    readonly browser: Browser,
  ) {}

  static async start(context: Context, ...flags: string[]): Promise<ConsoleWorld> {
    context.timeout(180_000);
    return ConsoleWorld.over(await browserOrSkip(context), ...flags);
  }

  static async over(browser: Browser, ...flags: string[]): Promise<ConsoleWorld> {
    return new ConsoleWorld(await StartedHarness.start(...flags), browser);
  }

  /** A page of a browser that knows nothing yet. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(this.harness.console);
    return page;
  }

  /** The address of a view of the Klaviyo installation. */
  async view(name: string): Promise<string> {
    return `${this.harness.console}/settings/integrations/extensions/${await this.installation()}/${name}`;
  }

  /** The id of the Klaviyo installation. */
  async installation(): Promise<string> {
    const { body } = await this.harness.api('GET', '/api/installations');
    const found = (body as readonly { id: string; type: string }[]).find(({ type }) => type === 'KLAVIYO');
    if (!found) throw new Error('Klaviyo is not installed');
    return found.id;
  }

  /** Steers the local Klaviyo. */
  post(path: string, body: object): Promise<void> {
    return this.steer('POST', path, JSON.stringify(body));
  }

  /** Takes back what the local Klaviyo was told. */
  delete(path: string): Promise<void> {
    return this.steer('DELETE', path);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.harness.dispose();
  }

  private async steer(method: string, path: string, body?: string): Promise<void> {
    const init = body === undefined ? { method } : { method, body };
    const answer = await fetch(new URL(`/__admin/${path}`, this.harness.klaviyo), init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  }
}
