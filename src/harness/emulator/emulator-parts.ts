import type { VirtualClock } from './clock/virtual-clock.js';
import type { ApiContract } from './openapi/api-contract.js';
import type { FaultBoard } from './faults/fault-board.js';
import type { RequestJournal } from './journal/request-journal.js';
import type { ViolationBook } from './journal/violation-book.js';
import type { RateLimits } from './limits/rate-limits.js';
import type { OAuthClient } from './oauth/oauth-client.js';
import type { RefreshLimit } from './oauth/refresh-limit.js';
import type { TokenLedger } from './oauth/token-ledger.js';
import type { AccountDirectory } from './state/account-directory.js';
import type { Switches } from './switches/switches.js';

/** What the emulated Klaviyo consists of: what every operation may reach. */
export interface EmulatorParts {
  readonly clock: VirtualClock;
  readonly accounts: AccountDirectory;
  readonly clients: ReadonlyMap<string, OAuthClient>;
  readonly tokens: TokenLedger;
  readonly limits: RateLimits;
  readonly refreshLimit: RefreshLimit;
  readonly faults: FaultBoard;
  readonly journal: RequestJournal;
  readonly violations: ViolationBook;
  readonly switches: Switches;
  readonly contract: ApiContract;
  /** Whether the contract speaks of answers too: Klaviyo's document does, the emulator's own does not. */
  readonly checksAnswers: boolean;
}
