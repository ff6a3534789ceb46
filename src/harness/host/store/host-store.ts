import { CreateEventHistory1763900000000 } from './create-event-history.migration.js';
import { CreateHostTables1763800000000 } from './create-host-tables.migration.js';
import { CreateEndings1764820000000 } from './create-endings.migration.js';
import { ExportRow } from './entities/export.entity.js';
import { InstallationRow } from './entities/installation.entity.js';
import { PlatformAudienceMemberRow } from './entities/platform-audience-member.entity.js';
import { PlatformAudienceRow } from './entities/platform-audience.entity.js';
import { PlatformEventTypeRow } from './entities/platform-event-type.entity.js';
import { PlatformEventRow } from './entities/platform-event.entity.js';
import { PlatformMemberRow } from './entities/platform-member.entity.js';
import { PlatformWalletRow } from './entities/platform-wallet.entity.js';
import { ProblemRow } from './entities/problem.entity.js';
import type { StoreDefinition } from './store-definition.js';

/** The host's own part of the database. It takes its turn at the writer like an extension. */
export const hostStore: StoreDefinition = {
  owner: 'host',
  prefix: 'host_',
  entities: [
    ExportRow,
    InstallationRow,
    ProblemRow,
    PlatformMemberRow,
    PlatformWalletRow,
    PlatformAudienceRow,
    PlatformAudienceMemberRow,
    PlatformEventTypeRow,
    PlatformEventRow,
  ],
  migrations: [CreateHostTables1763800000000, CreateEventHistory1763900000000, CreateEndings1764820000000],
};
