import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What the first load may weigh, compressed. */
const BUDGET_BYTES = 300 * 1024;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const BUILT = new URL('../../../src/harness/console/built/', import.meta.url);

describe('the first load of the console', () => {
  it('is under 300 KB of compressed script', async () => {
    const manifest = JSON.parse(
      await readFile(fileURLToPath(new URL('.vite/manifest.json', BUILT)), 'utf8'),
    ) as Readonly<Record<string, Chunk>>;
    const wanted = new Set<string>();
    const take = (name: string): void => {
      const chunk = manifest[name];
      if (!chunk || wanted.has(chunk.file)) return;
      wanted.add(chunk.file);
      chunk.imports?.forEach(take);
    };
    for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry === true) take(name);
    expect(wanted).not.to.be.empty;
    let bytes = 0;
    for (const file of wanted) bytes += gzipSync(await readFile(fileURLToPath(new URL(file, BUILT)))).length;
    expect(bytes).to.be.below(BUDGET_BYTES);
  });
});
