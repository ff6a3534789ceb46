import type { CatalogueEntry } from './host.js';
import type { LoadedExtension } from './loaded-extension.js';

/** What the catalogue shows of an extension. */
export function catalogueEntry({ manifest, settingsSchema }: LoadedExtension): CatalogueEntry {
  const { type, id, name, description, version, capabilities } = manifest;
  const oauth = manifest.oauth !== undefined;
  return { type, id, name, description, version, oauth, capabilities, settingsSchema };
}
