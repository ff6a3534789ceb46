import { CallGuard } from './call-guard.js';
import { Dispatcher } from './dispatcher.js';
import { EndingFollower } from './ending-follower.js';
import type { ExtensionEnvironment } from './extension-environment.js';
import { Extensions } from './extensions.js';
import type { HostOptions } from './host-options.js';
import type { Host } from './host.js';
import { HostLanes } from './host-lanes.js';
import { loadAll } from './load-all.js';
import { LocalHost } from './local-host.js';
import { OperatorBoard } from './services/operator-board.js';
import { pinoLogger } from './services/pino-logger.js';
import { SystemClock } from './services/system-clock.js';
import { loadVaultKey } from './services/vault-key.js';
import { parseDatabaseSpec } from './store/database-spec.js';
import { Database } from './store/database.js';
import { hostStore } from './store/host-store.js';
import { StoredPlatformData } from './store/platform/stored-platform-data.js';
import { StoredExports } from './store/stored-exports.js';
import { StoredInstallations } from './store/stored-installations.js';

const CALL_TIMEOUT_MS = 10_000;

/**
 * Opens the database, loads the extensions and hands out the host. An extension that cannot be loaded is in
 * `refused()`; only what the host itself needs makes this fail.
 *
 * @example
 * const host = await createHost({ database: 'data/host.sqlite', dataDir: 'data', manifests: ['plugin.manifest.json'],
 *   egress: {}, oauth: { klaviyo: { clientId, clientSecret } }, publicUrl: 'http://localhost:4000' });
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const clock = options.clock ?? new SystemClock();
  const logger = options.logger ?? pinoLogger(process.env.LOG_LEVEL ?? 'info');
  const lanes = await HostLanes.of(options, clock, logger);
  const database = new Database(parseDatabaseSpec(options.database), clock);
  const vaultKey = await loadVaultKey(options.dataDir);
  const store = await database.open(hostStore);
  const installations = new StoredInstallations(store, clock);
  const exports = new StoredExports(store, clock);
  const operator = new OperatorBoard(logger);
  const guard = new CallGuard(clock, options.callTimeoutMs ?? CALL_TIMEOUT_MS);
  const environment: ExtensionEnvironment = {
    options,
    clock,
    logger,
    database,
    hostStore: store,
    installations,
    vaultKey,
    operator,
    exports,
    lanes,
  };
  const { loaded, refused } = await loadAll(options.manifests, environment, guard);
  const extensions = new Extensions(loaded, guard, logger);
  const endings = new EndingFollower(installations, extensions, clock, logger);
  endings.start();
  return new LocalHost({
    extensions,
    endings,
    exports,
    refused,
    platform: new StoredPlatformData(store, clock, logger),
    installations,
    dispatcher: new Dispatcher(),
    store,
    clock,
    operator,
    lanes,
    accepts: options.role !== 'deliver',
  });
}
