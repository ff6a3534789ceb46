import { resolve } from 'node:path';
import { Container } from 'inversify';
import { EXTENSION, Fault, type ExtensionModule, type Manifest } from '../../contract/index.js';
import type { CallGuard } from './call-guard.js';
import { servicesFor, type ExtensionEnvironment } from './extension-environment.js';
import { importModule } from './import-module.js';
import { LoadedExtension, type AnyExtension } from './loaded-extension.js';
import { requireContract, requireModuleContract } from './require-contract.js';
import type { OpenedStore } from './store/opened-store.js';

/** Starting may read much; it is not a call that somebody waits for. */
const START_TIMEOUT_MS = 30_000;

const METHODS = ['connect', 'configure', 'onEvent', 'onAudienceChange', 'uninstall'] as const;

/**
 * Brings an extension up, in the order of the contract: its manifest is valid → migrate → create → start. Whatever
 * fails leaves nothing open.
 *
 * @param manifest as `readManifest` gave it
 * @throws Fault that tells why it is refused
 */
export async function loadExtension(
  manifest: Manifest,
  manifestPath: string,
  environment: ExtensionEnvironment,
  guard: CallGuard,
): Promise<LoadedExtension> {
  requireContract(manifest);
  const module = await importModule(manifest, resolve(manifestPath));
  requireModuleContract(manifest, module.contract);
  const { prefix } = manifest.storage;
  const { entities, migrations } = module;
  const store = await environment.database.open({ owner: manifest.id, prefix, entities, migrations });
  let container: Container | undefined;
  try {
    const lanes = await environment.lanes.open(manifest.id);
    container = new Container({ parent: servicesFor(manifest, store, lanes, environment) });
    const instance = await create(container, module, guard);
    const { start } = instance;
    if (start) await guard.run(() => start.call(instance), undefined, START_TIMEOUT_MS);
    return new LoadedExtension({ manifest, module, instance, container, store });
  } catch (error) {
    await discard(container, store);
    throw error;
  }
}

async function create(
  container: Container,
  module: ExtensionModule,
  guard: CallGuard,
): Promise<AnyExtension> {
  const instance: Partial<AnyExtension> = await guard.run(
    async () => {
      await container.loadAsync(module.container);
      return container.getAsync(EXTENSION);
    },
    undefined,
    START_TIMEOUT_MS,
  );
  const missing = METHODS.filter((method) => typeof instance[method] !== 'function');
  if (missing.length === 0) return instance as AnyExtension;
  throw new Fault({
    kind: 'system',
    code: 'extension_incomplete',
    message: `What the module binds as EXTENSION lacks: ${missing.join(', ')}.`,
  });
}

async function discard(container: Container | undefined, store: OpenedStore): Promise<void> {
  try {
    await container?.unbindAllAsync();
  } catch {
    // The failure that led here is the one to tell.
  }
  await store.close();
}
