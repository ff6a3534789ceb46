import type {
  AudienceChange,
  DeadLetter,
  DeadLetterSelection,
  EventItem,
  JsonObject,
  Member,
  Overview,
  SyncPlan,
  SyncRequest,
  SyncRun,
  Wallet,
} from '../../../src/contract/index.js';
import type { WireReceipt } from '../../../src/harness/host/host.js';

/** What a host process can be asked, and what it answers. */
export interface HostCommands {
  /** Writes the platform's own data and tells nobody. */
  readonly put: {
    readonly ask: {
      readonly members?: readonly Member[];
      readonly wallets?: readonly Wallet[];
      readonly changes?: readonly AudienceChange[];
    };
    readonly answer: null;
  };
  readonly dispatch: {
    readonly ask: { readonly items: readonly EventItem[] };
    readonly answer: readonly WireReceipt[];
  };
  readonly audience: { readonly ask: { readonly change: AudienceChange }; readonly answer: WireReceipt };
  readonly overview: { readonly ask: object; readonly answer: Overview };
  readonly letters: { readonly ask: object; readonly answer: readonly DeadLetter[] };
  readonly replay: {
    readonly ask: { readonly selection: DeadLetterSelection };
    readonly answer: { readonly replayed: number };
  };
  readonly explain: { readonly ask: { readonly memberId: string }; readonly answer: JsonObject };
  readonly plan: { readonly ask: { readonly request: SyncRequest }; readonly answer: SyncPlan };
  readonly start: { readonly ask: { readonly request: SyncRequest }; readonly answer: SyncRun };
  /** The newest run. */
  readonly run: { readonly ask: object; readonly answer: SyncRun | null };
  /** Puts the host's clock forward. */
  readonly later: { readonly ask: { readonly ms: number }; readonly answer: null };
  /** Walks the consent once more. */
  readonly reconnect: { readonly ask: object; readonly answer: null };
}

/** The name of a command. */
export type CommandName = keyof HostCommands;

/** A command on its way to the host. */
export interface CommandMessage<N extends CommandName = CommandName> {
  readonly id: number;
  readonly name: N;
  readonly ask: HostCommands[N]['ask'];
}

/** What a host process says: that it can be asked, or the answer to a command. */
export type HostMessage =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failed: string };
