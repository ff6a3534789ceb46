import type { Attempt, Overview } from '../../contract/index.js';
import type { CatalogueEntry, InstallationView, RefusedExtension } from '../host/host.js';

/** One installation with what its extension tells of it. */
export interface ConsoleInstallation {
  readonly view: InstallationView;
  readonly name: string;
  readonly oauth: boolean;
  /** Null where the extension has none, or did not answer. */
  readonly overview: Overview | null;
  readonly attempts: readonly Attempt[];
}

/** All that the page shows. */
export interface ConsoleModel {
  readonly tenant: string;
  /** The vendor's console, local or real. */
  readonly klaviyoUrl: string;
  readonly counts: { readonly members: number; readonly wallets: number; readonly audiences: number };
  readonly catalogue: readonly CatalogueEntry[];
  readonly refused: readonly RefusedExtension[];
  readonly installations: readonly ConsoleInstallation[];
  /** Epoch milliseconds. */
  readonly now: number;
}
