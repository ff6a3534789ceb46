import type { Call } from './call.js';
import type { Issue } from './issue.js';
import type { AudienceChange, EventItem, JsonObject } from './platform.js';
import type { Receipt } from './receipt.js';

/** Begins an authorisation. */
export interface ConnectBegin {
  readonly step: 'begin';
  /**
   * What the host keeps in an HttpOnly, SameSite=Lax cookie of the browser that began. The authorisation is bound to
   * it: a callback from another browser is refused.
   */
  readonly browser: string;
}

/** The browser has come back from the vendor's consent page. */
export interface ConnectCallback {
  readonly step: 'callback';
  readonly browser: string;
  readonly state: string;
  readonly code?: string;
  /** The vendor's own error code, `access_denied` when the person declined. */
  readonly error?: string;
}

export type ConnectRequest = ConnectBegin | ConnectCallback;

/** Send the browser there. The state in the URL begins with `<installation>.`, so that a host can route the callback. */
export interface Redirect {
  readonly status: 'redirect';
  readonly url: string;
}

/** Authorised. `active` tells whether data flows again at once (a reconnection) or waits for Save with Active. */
export interface Connected {
  readonly status: 'connected';
  readonly account: { readonly id: string; readonly name: string };
  readonly scopes: readonly string[];
  readonly active: boolean;
}

/** Not authorised; nothing was kept of the attempt. */
export interface Refused {
  readonly status: 'refused';
  readonly issue: Issue;
}

export interface ConfigureRequest {
  /** The whole settings; what is left out takes its default. */
  readonly settings: JsonObject;
  /** Whether data flows. Nothing flows from a draft. */
  readonly active: boolean;
  /** The revision these settings were edited from, 0 for none yet; another one in force is a conflict. */
  readonly expectedRevision: number;
  /** Check only. */
  readonly dryRun?: boolean;
}

/** The settings in force, every default filled in. */
export interface Configured {
  readonly status: 'configured';
  readonly settings: JsonObject;
  readonly revision: number;
  readonly active: boolean;
}

/** Nothing was changed; every issue has a path. */
export interface Issues {
  readonly status: 'issues';
  readonly issues: readonly Issue[];
}

export interface UninstallRequest {
  /** `disconnect` keeps settings, so that it can be connected again; `purge` leaves nothing. */
  readonly mode: 'disconnect' | 'purge';
  /** What happens to accepted work: sent first, kept for a reconnection, or dropped (as dead letters where kept). */
  readonly queue: 'drain' | 'keep' | 'drop';
  /** What happens at the vendor. */
  readonly remote: 'leave' | 'clear-properties' | 'empty-own-lists';
}

export interface UninstallReport {
  readonly status: 'done' | 'running';
  /** The run to follow while `running`. */
  readonly runId?: string;
  /** What was left undone, each with a sentence; the vendor not answering a revocation is one. */
  readonly issues: readonly Issue[];
}

/**
 * What a host asks of an extension. Calls may be concurrent and repeated. What the caller got wrong is answered
 * (`Refused`, `Issues`, a rejected receipt); a `Fault` is thrown for what the caller could not have known.
 *
 * @example
 * const [receipt] = await extension.onEvent(call, [{ id: '42', type: 'PURCHASED_REWARD', subject: memberId }]);
 */
export interface Extension {
  /** Authorises the installation at the vendor, in two steps with the browser in between. */
  connect(call: Call, request: ConnectRequest): Promise<Redirect | Connected | Refused>;
  /** Checks and applies settings: all of them or none. */
  configure(call: Call, request: ConfigureRequest): Promise<Configured | Issues>;
  /** Takes items; resolves when they are durable, with one receipt for each item in its order. */
  onEvent(call: Call, items: readonly EventItem[]): Promise<readonly Receipt[]>;
  /** Takes a change of an audience; resolves when it is durable. */
  onAudienceChange(call: Call, change: AudienceChange): Promise<Receipt>;
  /** Ends the connection. Repeatable: it finishes what an interrupted one began. */
  uninstall(call: Call, request: UninstallRequest): Promise<UninstallReport>;
}
