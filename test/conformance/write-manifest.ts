import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../../src/contract/index.js';

/**
 * Writes the manifest of a fixture extension, by the name of its file, and gives back the path.
 *
 * @example
 * await writeManifest(directory, 'keeper', { contract: '^9.0.0' });
 */
export async function writeManifest(
  directory: string,
  fixture: string,
  change: Readonly<Partial<Record<keyof Manifest, unknown>>> = {},
): Promise<string> {
  const id = fixture.replace(/[^a-z0-9]/g, '');
  const entry = fileURLToPath(new URL(`./fixtures/${fixture}.js`, import.meta.url));
  const path = join(directory, `${fixture}.manifest.json`);
  const manifest = {
    id,
    type: id.toUpperCase(),
    name: `Fixture ${id}`,
    description: 'A fixture.',
    version: '0.0.1',
    contract: '^1.0.0',
    entry: relative(directory, entry),
    capabilities: [],
    egress: [],
    settings: { schema: 'settings' },
    storage: { prefix: `${id}_` },
    ...change,
  };
  await writeFile(path, JSON.stringify(manifest));
  return path;
}
