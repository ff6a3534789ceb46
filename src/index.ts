import 'reflect-metadata';
import { migrations } from '../migrations/index.js';
import { CONTRACT_VERSION, type ExtensionModule, MODULE_TYPE } from './contract/index.js';
import { klaviyoModule } from './klaviyo.module.js';
import { settingsSchema } from './settings/index.js';
import { entities } from './store/index.js';

/** What a host loads: it reads the manifest first, then imports this. */
const extension: ExtensionModule = {
  $$type: MODULE_TYPE,
  contract: CONTRACT_VERSION,
  entities,
  migrations,
  container: klaviyoModule,
  schemas: { settings: settingsSchema },
};

export default extension;
