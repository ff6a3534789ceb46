/**
 * The audit log, the smallest example of an extension. What an extension consists of, in the order to read it:
 *
 * 1. `plugin.manifest.json`: who it is, before any of its code runs;
 * 2. this file: the module that the host loads;
 * 3. `audit-extension.ts`: the five methods, and the optional `Lifecycle` and `Inspection`;
 * 4. `audit-store.ts`, the entities and the migration: its own tables, all with the prefix of its manifest.
 *
 * It imports the contract and nothing else of this repository.
 *
 * @packageDocumentation
 */
import { ContainerModule } from 'inversify';
import { EXTENSION, MODULE_TYPE, type ExtensionModule } from '../../contract/index.js';
import { AuditEntryRow } from './audit-entry.entity.js';
import { AuditExtension } from './audit-extension.js';
import { AuditSettingsRow } from './audit-settings.entity.js';
import { AuditStore } from './audit-store.js';
import { CreateAuditTables1763800000000 } from './create-audit-tables.migration.js';
import { settingsSchema } from './settings-schema.js';

const auditLog: ExtensionModule = {
  $$type: MODULE_TYPE,
  // The version it was built against: written down, not read from the host's copy of the contract.
  contract: '1.0.0',
  entities: [AuditEntryRow, AuditSettingsRow],
  migrations: [CreateAuditTables1763800000000],
  container: new ContainerModule(({ bind }) => {
    bind(AuditStore).toSelf().inSingletonScope();
    bind(EXTENSION).to(AuditExtension).inSingletonScope();
  }),
  schemas: { settings: settingsSchema },
};

export default auditLog;
