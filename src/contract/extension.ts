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
  /**
   * `pause`: data rests, the authorisation stays, and switching on goes on at once. `disconnect`: the authorisation is
   * revoked at the vendor; settings and records stay, so that it can be connected again. `purge`: revoked, and nothing of
   * the installation is left.
   */
  readonly mode: 'pause' | 'disconnect' | 'purge';
  /**
   * What happens to work that was accepted. `drain`: it is sent first, for as long as `drainMs` allows. `keep`: it waits
   * until the installation is switched on again. `drop`: it becomes dead letters. With `purge` nothing can be kept: what
   * was not sent is exported to the host's `Exports` and told as `exported`; with `drop`, and where the host has no
   * `Exports`, it is only told, as `dropped`.
   */
  readonly queue: 'drain' | 'keep' | 'drop';
  /**
   * What happens at the vendor, before the authorisation is revoked. `clear-properties`: the properties that this
   * installation has written are taken off the profiles. `empty-own-lists`: whom this installation has put on lists is
   * taken off them, and the lists that it has made are deleted. A pause leaves everything.
   */
  readonly remote: 'leave' | 'clear-properties' | 'empty-own-lists';
  /** How long sending, and taking away at the vendor, may each go on (ms, a minute to a week); an hour where left out. */
  readonly drainMs?: number;
}

/** How far an end has come. */
export interface UninstallProgress {
  /**
   * `draining`: work is sent. `settling`: what was not sent is put away. `clearing`: traces at the vendor are taken away.
   * `revoking`: the vendor is asked to end the authorisation, until it confirms. `purging`: rows are deleted.
   */
  readonly step: 'draining' | 'settling' | 'clearing' | 'revoking' | 'purging' | 'done';
  /** Items of this step, and how many of them are done; 0 of 0 where they are not counted. */
  readonly done: number;
  readonly total: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** When a step that has failed is tried again (epoch ms); null where nothing has. */
  readonly nextTryAt: number | null;
}

export interface UninstallReport {
  readonly status: 'done' | 'running';
  /** The run to follow while `running`: asking again with the same request follows it. */
  readonly runId?: string;
  readonly progress?: UninstallProgress;
  /**
   * What has become of things so far, in numbers: `kept`, `dropped`, `exported` (events), `states_dropped`,
   * `properties_cleared` (profiles), `taken_off_lists`, `lists_deleted`, `not_cleared`.
   */
  readonly counts?: Readonly<Record<string, number>>;
  /** What was left undone, and what is being waited for, each with a sentence. */
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
  /**
   * Rests or ends the connection. From its first moment nothing is accepted any more. What takes long goes on by itself,
   * over restarts: the answer is `running` then, and the same request follows it. A request that goes further (pause,
   * disconnect, purge) takes the place of one under way.
   *
   * @throws Fault `invalid_uninstall_request`
   */
  uninstall(call: Call, request: UninstallRequest): Promise<UninstallReport>;
}
