import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault, MODULE_TYPE, type ExtensionModule, type Manifest } from '../../contract/index.js';

/**
 * Imports the entry file of an extension.
 *
 * @throws Fault `module_unreadable` when it cannot be imported, `module_invalid` when its default export is no
 * extension module or has not the settings schema that the manifest names
 */
export async function importModule(manifest: Manifest, manifestPath: string): Promise<ExtensionModule> {
  const entry = resolve(dirname(manifestPath), manifest.entry);
  const exported = await load(entry);
  if (!isModule(exported)) throw invalid(`The default export of ${entry} is no extension module.`);
  if (!Object.hasOwn(exported.schemas, manifest.settings.schema)) {
    throw invalid(`${entry} has no schema ${manifest.settings.schema}, which its manifest names.`);
  }
  return exported;
}

async function load(entry: string): Promise<unknown> {
  try {
    const namespace = (await import(pathToFileURL(entry).href)) as { readonly default?: unknown };
    return namespace.default;
  } catch (cause) {
    throw new Fault({
      kind: 'system',
      code: 'module_unreadable',
      message: `${entry} cannot be imported.`,
      cause,
    });
  }
}

function isModule(value: unknown): value is ExtensionModule {
  if (typeof value !== 'object' || value === null) return false;
  const module = value as Partial<Record<keyof ExtensionModule, unknown>>;
  return (
    module.$$type === MODULE_TYPE &&
    typeof module.contract === 'string' &&
    Array.isArray(module.entities) &&
    Array.isArray(module.migrations) &&
    typeof module.container === 'object' &&
    typeof module.schemas === 'object' &&
    module.schemas !== null
  );
}

function invalid(message: string): Fault {
  return new Fault({ kind: 'system', code: 'module_invalid', message });
}
