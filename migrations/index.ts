import { MainJob1763900000000 } from './1763900000000-main-job.js';
import { Lists1763910000000 } from './1763910000000-lists.js';
import { Engine1764000000000 } from './1764000000000-engine.js';
import { Sync1764100000000 } from './1764100000000-sync.js';
import { Console1764200000000 } from './1764200000000-console.js';
import { KnownIdentifiers1764300000000 } from './1764300000000-known-identifiers.js';
import { JobMembers1764400000000 } from './1764400000000-job-members.js';
import { MovingIdentifiers1764500000000 } from './1764500000000-moving-identifiers.js';
import { JobParts1764600000000 } from './1764600000000-job-parts.js';
import { ForeignIds1764700000000 } from './1764700000000-foreign-ids.js';
import { SentKeys1764800000000 } from './1764800000000-sent-keys.js';
import { Leaving1764820000000 } from './1764820000000-leaving.js';
import { ClosedAccountSettings1764840000000 } from './1764840000000-closed-account-settings.js';
import { Tombstones1764840100000 } from './1764840100000-tombstones.js';

/** In order. They run in `klaviyo_migrations`, never in the host's own table. */
export const migrations = [
  MainJob1763900000000,
  Lists1763910000000,
  Engine1764000000000,
  Sync1764100000000,
  Console1764200000000,
  KnownIdentifiers1764300000000,
  JobMembers1764400000000,
  MovingIdentifiers1764500000000,
  JobParts1764600000000,
  ForeignIds1764700000000,
  SentKeys1764800000000,
  Leaving1764820000000,
  ClosedAccountSettings1764840000000,
  Tombstones1764840100000,
] as const;
