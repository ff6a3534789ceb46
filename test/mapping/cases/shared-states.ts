import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StateCase } from './state-case.js';

const FILE = join('shared', 'cases', 'states.json');

/** The rows of a file. */
export const readCases = (path: string): readonly StateCase[] =>
  (JSON.parse(readFileSync(path, 'utf8')) as { readonly rows: readonly StateCase[] }).rows;

/** The rows that are kept beside the repository, for all who build it; `undefined` where they are not. */
export function sharedStates(): readonly StateCase[] | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (existsSync(join(folder, FILE))) return readCases(join(folder, FILE));
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
