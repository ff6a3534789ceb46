import 'reflect-metadata';
import { migrations } from '../migrations/index.js';
import { type ExtensionModule, MODULE_TYPE } from './contract/index.js';
import { klaviyoModule } from './klaviyo.module.js';
import { settingsSchema } from './settings/index.js';
import { entities } from './store/index.js';

/** What a host loads: it reads the manifest first, then imports this. */
const extension: ExtensionModule = {
  $$type: MODULE_TYPE,
  // A literal: with a shared copy of the contract the constant would be the host's version.
  contract: '1.0.0',
  entities,
  migrations,
  container: klaviyoModule,
  schemas: { settings: settingsSchema },
};

export default extension;
