import type { VirtualClock } from './clock/virtual-clock.js';
import type { JournalBounds } from './journal/request-journal.js';
import type { OAuthClient } from './oauth/oauth-client.js';
import type { ApiContract } from './openapi/api-contract.js';
import type { AccountSeed } from './state/demo-accounts.js';
import type { Switches } from './switches/switches.js';

/** How an emulator is set up. Everything has a default. */
export interface EmulatorOptions {
  /** Accounts that are there from the start; the three demo accounts where left out. */
  readonly accounts?: readonly AccountSeed[];
  /** Registered apps; `wll-local` where left out. */
  readonly clients?: readonly OAuthClient[];
  /** The state is kept under `<data>/emulator`; in memory only where left out. */
  readonly data?: string;
  /**
   * Klaviyo's OpenAPI document, by its path or read already (many emulators can share one, and its compiled
   * validators); `null` uses the emulator's own rules even where the document is at hand.
   */
  readonly openapi?: string | ApiContract | null;
  /** Life of an access token in seconds, 3600 by default. */
  readonly accessTokenSeconds?: number;
  /** Added to each answer of the API and of OAuth, in milliseconds. */
  readonly latencyMs?: number;
  /** Positions of the switches that differ from the default. */
  readonly switches?: Partial<Switches>;
  /** False lifts all rate limits; the headers that announce them are left out then. */
  readonly limits?: boolean;
  readonly clock?: VirtualClock;
  readonly journal?: JournalBounds;
}
