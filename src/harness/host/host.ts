import type { OperatorProblem } from './services/operator-board.js';
import type {
  Audience,
  AudienceChange,
  Call,
  Capability,
  Check,
  Configuration,
  Configured,
  Connected,
  EventItem,
  EventType,
  Extension,
  Inspection,
  Issues,
  JsonObject,
  LoyaltyEvent,
  Member,
  Operations,
  Problem,
  Receipt,
  Redirect,
  Refused,
  Synchronisation,
  UninstallReport,
  UninstallRequest,
  Wallet,
} from '../../contract/index.js';

/** An extension type that the host has loaded. */
export interface CatalogueEntry {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly oauth: boolean;
  readonly capabilities: readonly Capability[];
  readonly settingsSchema: JsonObject;
}

/** An extension that could not be loaded; the host and its neighbours run on. */
export interface RefusedExtension {
  readonly manifest: string;
  readonly code: string;
  readonly message: string;
}

/** One extension switched on, or being set up, for one tenant. */
export interface Installation {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly active: boolean;
  /** Why it is off, where the extension switched it off itself. */
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly createdAt: number;
  /** An end that goes on: what was asked, and how far it is. */
  readonly ending?: Ending;
}

/** An end that was asked for and is not over. */
export interface Ending {
  readonly request: UninstallRequest;
  /** What the extension has answered last. */
  readonly report: UninstallReport | null;
}

/** What an extension has handed back before an end. */
export interface ExportView {
  readonly installation: string;
  readonly runId: string;
  readonly items: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Exports of a tenant, kept for thirty days. */
export interface ExportDesk {
  list(tenant: string): Promise<readonly ExportView[]>;
  /** NDJSON, in parts. @throws Fault `export_not_found` */
  lines(tenant: string, runId: string): AsyncIterable<string>;
  remove(tenant: string, runId: string): Promise<void>;
}

/** An installation as the surface shows it. */
export interface InstallationView extends Installation {
  readonly check: Check | null;
  readonly problems: readonly Problem[];
}

/** What one installation has answered for an item. */
export type InstallationReceipt = Receipt & { readonly extension: string; readonly installation: string };

/**
 * The receipt on the wire: of the receipts of all installations that take part the least favourable one, and where there
 * are several, what each has answered.
 */
export type WireReceipt = Receipt & {
  /** Whose it is; missing where nobody was asked. */
  readonly extension?: string;
  readonly installation?: string;
  readonly each?: readonly {
    readonly extension: string;
    readonly installation: string;
    readonly status: Receipt['status'];
    readonly code?: string;
  }[];
};

/** Which members a person looks for. */
export interface MemberSearch {
  readonly search: string;
  /** 1 to 100. */
  readonly limit: number;
  /** The last id of the page before. */
  readonly after?: string;
}

export interface MemberPage {
  readonly items: readonly Member[];
  /** Give it back as `after`; absent on the last page. */
  readonly next?: string;
}

/** The loyalty platform's own data, per tenant: what `Directory` reads. Kept in the host's tables. */
export interface PlatformData {
  putMembers(tenant: string, members: readonly Member[]): Promise<void>;
  putWallets(tenant: string, wallets: readonly Wallet[]): Promise<void>;
  /** With `members`, replaces the audience's members; says who joined and who left. */
  putAudiences(
    tenant: string,
    audiences: readonly (Audience & { readonly members?: readonly string[] })[],
  ): Promise<readonly AudienceChange[]>;
  /** Applies a change to the stored audience. */
  changeAudience(tenant: string, change: AudienceChange): Promise<void>;
  putEventTypes(tenant: string, types: readonly EventType[]): Promise<void>;
  /** Keeps events as history; nobody is told. One that is known stays as it was told first. */
  putEvents(tenant: string, events: readonly LoyaltyEvent[]): Promise<void>;
  /** The same for events that are handed over as well: within a quarter of a second, and nobody waits for it. */
  noteEvents(tenant: string, events: readonly LoyaltyEvent[]): Promise<void>;
  /** Resolves when all that was noted is stored. */
  settle(): Promise<void>;
  /** Members whose id, number, name or e-mail address contains a text, by id. */
  searchMembers(tenant: string, query: MemberSearch): Promise<MemberPage>;
  /** Every audience with the number of its members. */
  audiences(tenant: string): Promise<readonly (Audience & { readonly members: number })[]>;
  eventTypes(tenant: string): Promise<readonly EventType[]>;
  counts(tenant: string): Promise<{ members: number; wallets: number; audiences: number }>;
}

/** How an installation is switched on or off. */
export interface SwitchChange {
  readonly active: boolean;
  /** Where it is switched off: `pause` where left out. */
  readonly mode?: 'pause' | 'disconnect';
  /** Where it is switched off: `keep` where left out. */
  readonly queue?: UninstallRequest['queue'];
}

/** Whether the host can do its work. */
export interface HostHealth {
  readonly ok: boolean;
  readonly extensions: Readonly<Record<string, { readonly ok: boolean }>>;
  /** What concerns no tenant and somebody who runs the host has to mend; missing where there is nothing. */
  readonly problems?: readonly OperatorProblem[];
}

/**
 * The local host: loads extensions by their manifests, keeps the platform's data and the installations, and hands
 * events over. It knows no vendor.
 */
export interface Host {
  catalogue(): readonly CatalogueEntry[];
  refused(): readonly RefusedExtension[];
  readonly platform: PlatformData;
  readonly exports: ExportDesk;

  createInstallation(tenant: string, type: string): Promise<Installation>;
  installations(tenant: string): Promise<readonly InstallationView[]>;
  installation(tenant: string, id: string): Promise<InstallationView>;
  /** Switches on (Save with Active) or off: paused, so that the authorisation stays, unless `disconnect` is asked for. */
  setActive(tenant: string, id: string, change: SwitchChange): Promise<Configured | Issues | UninstallReport>;
  removeInstallation(tenant: string, id: string, request: UninstallRequest): Promise<UninstallReport>;

  connect(tenant: string, id: string, browser: string): Promise<Redirect | Connected | Refused>;
  /** Finds the installation by the state's prefix. */
  callback(query: {
    state?: string;
    code?: string;
    error?: string;
    browser: string;
  }): Promise<Connected | Refused>;
  configuration(tenant: string, id: string): Promise<Configuration>;
  configure(
    tenant: string,
    id: string,
    request: { settings: JsonObject; expectedRevision: number; dryRun?: boolean },
  ): Promise<Configured | Issues>;

  /**
   * Hands items to every installation of the tenant, and keeps the events among them as history; one receipt for each
   * item, in order.
   */
  dispatch(tenant: string, items: readonly EventItem[]): Promise<readonly WireReceipt[]>;
  dispatchAudienceChange(tenant: string, change: AudienceChange): Promise<WireReceipt>;

  /** The extension behind an installation, guarded by the host's timeouts, with a call for it. */
  inspect(
    tenant: string,
    id: string,
  ): Promise<{ extension: Extension & Partial<Inspection & Operations & Synchronisation>; call: Call }>;

  health(): Promise<HostHealth>;
  stop(deadline: number): Promise<void>;
}
