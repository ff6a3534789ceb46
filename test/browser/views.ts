import type { Page } from 'playwright-core';
import type { ConsoleWorld } from './console-world.js';

/** A view of the console, and what shows that it is there. */
export interface View {
  readonly name: string;
  readonly open: (page: Page, world: ConsoleWorld) => Promise<void>;
}

const goTo =
  (view: string, shows: string) =>
  async (page: Page, world: ConsoleWorld): Promise<void> => {
    await page.goto(await world.view(view));
    await page.getByText(shows).first().waitFor();
  };

/** Every view. */
export const VIEWS: readonly View[] = [
  {
    name: 'extensions',
    open: async (page, { harness }) => {
      await page.goto(`${harness.console}/settings/integrations/extensions`);
      await page.getByText('Audit log').waitFor();
    },
  },
  {
    name: 'create',
    open: async (page, { harness }) => {
      await page.goto(`${harness.console}/settings/integrations/extensions/new`);
      await page.getByRole('combobox', { name: 'Type' }).click();
      await page.getByRole('option', { name: 'Klaviyo' }).click();
      await page.getByRole('button', { name: 'Connect Klaviyo' }).waitFor();
    },
  },
  {
    name: 'settings',
    open: async (page, world) => {
      await goTo('setup', 'Connected to')(page, world);
      await page.getByRole('button', { name: 'All settings' }).click();
      await page.getByText('Share of the rate limit').first().waitFor();
    },
  },
  { name: 'overview', open: goTo('overview', 'The last hour') },
  { name: 'audiences', open: goTo('audiences', 'Add a mapping') },
  { name: 'activity', open: goTo('activity', 'create_') },
  {
    name: 'request',
    open: async (page, world) => {
      await goTo('activity', 'create_event')(page, world);
      await page.getByRole('button', { name: 'Open create_event' }).first().click();
      await page.getByText('What has caused it').waitFor();
    },
  },
  { name: 'failures', open: goTo('failures', 'Replay') },
  { name: 'members', open: goTo('members', 'Account number') },
  {
    name: 'member',
    open: async (page, world) => {
      await goTo('members', 'Account number')(page, world);
      await page.locator('table a').first().click();
      await page.getByText('All members').waitFor();
    },
  },
  {
    name: 'developer',
    open: async (page, { harness }) => {
      await page.goto(`${harness.console}/developer`);
      await page.getByText('What the vendor holds').waitFor();
      await page.getByText('Refuse events').waitFor();
      await page.getByText(/\d profiles/).waitFor();
    },
  },
];
