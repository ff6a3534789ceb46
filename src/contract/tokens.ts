import type { ServiceIdentifier } from 'inversify';
import type { Extension } from './extension.js';
import type { Clock } from './services/clock.js';
import type { Directory } from './services/directory.js';
import type { Egress } from './services/egress.js';
import type { Exports } from './services/exports.js';
import type { Installations } from './services/installations.js';
import type { LaneScheduler } from './services/lanes.js';
import type { Logger } from './services/logger.js';
import type { OAuthClient } from './services/oauth-client.js';
import type { OperatorProblems } from './services/operator-problems.js';
import type { Problems } from './services/problems.js';
import type { Store } from './services/store.js';
import type { Vault } from './services/vault.js';

/**
 * What a host binds in the container that it gives to an extension. `Symbol.for`, so that host and extension may
 * each have a copy of this file.
 *
 * @example
 * constructor(@inject(HOST.store) private readonly store: Store) {}
 */
export const HOST = {
  logger: Symbol.for('wll.host.logger') as ServiceIdentifier<Logger>,
  clock: Symbol.for('wll.host.clock') as ServiceIdentifier<Clock>,
  store: Symbol.for('wll.host.store') as ServiceIdentifier<Store>,
  vault: Symbol.for('wll.host.vault') as ServiceIdentifier<Vault>,
  directory: Symbol.for('wll.host.directory') as ServiceIdentifier<Directory>,
  problems: Symbol.for('wll.host.problems') as ServiceIdentifier<Problems>,
  installations: Symbol.for('wll.host.installations') as ServiceIdentifier<Installations>,
  egress: Symbol.for('wll.host.egress') as ServiceIdentifier<Egress>,
  /** Bound only for an extension whose manifest declares `oauth`. */
  oauthClient: Symbol.for('wll.host.oauth-client') as ServiceIdentifier<OAuthClient>,
  /** Optional: bound by a host with several replicas. */
  lanes: Symbol.for('wll.host.lanes') as ServiceIdentifier<LaneScheduler>,
  /** Optional: bound by a host that keeps for a tenant what could not be sent before an end. */
  exports: Symbol.for('wll.host.exports') as ServiceIdentifier<Exports>,
  /** Optional: bound by a host that shows its operator what concerns no tenant; without it that is only logged. */
  operatorProblems: Symbol.for('wll.host.operator-problems') as ServiceIdentifier<OperatorProblems>,
} as const;

/** What the container module of an extension must bind: the object that the host calls. */
export const EXTENSION = Symbol.for('wll.extension') as ServiceIdentifier<Extension>;
