import { Fault, type Manifest } from '../../contract/index.js';
import type { CallGuard } from './call-guard.js';
import type { ExtensionEnvironment } from './extension-environment.js';
import type { RefusedExtension } from './host.js';
import { loadExtension } from './load-extension.js';
import type { LoadedExtension } from './loaded-extension.js';
import { readManifest } from './read-manifest.js';
import { hostStore } from './store/host-store.js';

/** What came of a list of manifests. */
export interface LoadOutcome {
  readonly loaded: readonly LoadedExtension[];
  readonly refused: readonly RefusedExtension[];
}

/** Loads extensions one after the other. One that cannot be loaded is refused and harms none of the others. */
export async function loadAll(
  manifests: readonly string[],
  environment: ExtensionEnvironment,
  guard: CallGuard,
): Promise<LoadOutcome> {
  const loaded: LoadedExtension[] = [];
  const refused: RefusedExtension[] = [];
  for (const path of manifests) {
    try {
      const manifest = await readManifest(path);
      requireUnique(manifest, loaded);
      loaded.push(await loadExtension(manifest, path, environment, guard));
    } catch (error) {
      const { code, message } = refusal(error);
      environment.logger.error({ manifest: path, code, error }, 'An extension was refused');
      refused.push({ manifest: path, code, message });
    }
  }
  return { loaded, refused };
}

function requireUnique({ id, type, storage }: Manifest, loaded: readonly LoadedExtension[]): void {
  const taken = loaded.some(
    ({ manifest }) =>
      manifest.id === id || manifest.type === type || manifest.storage.prefix === storage.prefix,
  );
  if (!taken && id !== hostStore.owner && storage.prefix !== hostStore.prefix) return;
  throw new Fault({
    kind: 'config',
    code: 'extension_conflict',
    message: `The id ${id}, the type ${type} or the storage prefix ${storage.prefix} is taken already.`,
  });
}

function refusal(error: unknown): { readonly code: string; readonly message: string } {
  if (Fault.is(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'extension_failed', message: `It could not be brought up: ${reason}` };
}
