import { Container } from 'inversify';
import {
  Fault,
  HOST,
  type Clock,
  type Exports,
  type LaneScheduler,
  type Logger,
  type Manifest,
  type Store,
} from '../../contract/index.js';
import type { HostOptions } from './host-options.js';
import type { HostLanes } from './host-lanes.js';
import { AesVault } from './services/aes-vault.js';
import { DeclaredEgress } from './services/declared-egress.js';
import type { OperatorBoard } from './services/operator-board.js';
import type { VaultKey } from './services/vault-key.js';
import type { Database } from './store/database.js';
import { OwnInstallations } from './store/own-installations.js';
import { StoredDirectory } from './store/platform/stored-directory.js';
import type { StoredInstallations } from './store/stored-installations.js';
import { StoredProblems } from './store/stored-problems.js';

/** What the host has, and every extension gets its share of. */
export interface ExtensionEnvironment {
  readonly options: Pick<HostOptions, 'egress' | 'oauth' | 'publicUrl'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly hostStore: Store;
  readonly installations: StoredInstallations;
  readonly vaultKey: VaultKey;
  readonly operator: OperatorBoard;
  readonly exports: Exports;
  readonly lanes: HostLanes;
}

/**
 * A container with the services that the contract promises to one extension, and nothing else: a child container falls
 * through to its parent, so the parent must hold nothing that is not meant for it.
 *
 * @throws Fault `oauth_client_missing` when the manifest declares OAuth and the host has no credentials for it
 */
export function servicesFor(
  manifest: Manifest,
  store: Store,
  lanes: LaneScheduler | null,
  environment: ExtensionEnvironment,
): Container {
  const { clock, hostStore, options } = environment;
  const facade = new Container();
  facade.bind(HOST.logger).toConstantValue(environment.logger.child({ extension: manifest.id }));
  facade.bind(HOST.clock).toConstantValue(clock);
  facade.bind(HOST.store).toConstantValue(store);
  facade.bind(HOST.vault).toConstantValue(new AesVault(environment.vaultKey, manifest.id));
  facade.bind(HOST.directory).toConstantValue(new StoredDirectory(hostStore, clock));
  facade.bind(HOST.exports).toConstantValue(environment.exports);
  facade.bind(HOST.operatorProblems).toConstantValue(environment.operator.of(manifest.id));
  facade.bind(HOST.problems).toConstantValue(new StoredProblems(hostStore, clock, manifest.type));
  facade
    .bind(HOST.installations)
    .toConstantValue(new OwnInstallations(environment.installations, manifest.type));
  facade.bind(HOST.egress).toConstantValue(new DeclaredEgress(manifest.egress, options.egress));
  if (lanes) facade.bind(HOST.lanes).toConstantValue(lanes);
  if (manifest.oauth) {
    const client = options.oauth[manifest.id];
    if (!client) throw missingClient(manifest);
    const redirectUri = `${options.publicUrl}/oauth/callback`;
    facade.bind(HOST.oauthClient).toConstantValue({ ...client, redirectUri });
  }
  return facade;
}

function missingClient(manifest: Manifest): Fault {
  return new Fault({
    kind: 'config',
    code: 'oauth_client_missing',
    message: `Give the host a client id and secret for ${manifest.id}; its manifest declares OAuth.`,
  });
}
