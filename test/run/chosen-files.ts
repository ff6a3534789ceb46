import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isUnit } from './is-unit.js';
import { Reach } from './reach.js';

/** Which tests are asked for. */
export interface Wish {
  /** As they are written or as they are compiled, files or folders; none means all. */
  readonly named: readonly string[];
  /** Those alone that need no server, no database, no browser and no other process. */
  readonly unit: boolean;
}

/**
 * The compiled test files that a wish means.
 *
 * @param root the folder of the package
 * @throws Error naming what no test file is meant by
 */
export function chosenFiles(root: string, { named, unit }: Wish): readonly string[] {
  const dist = join(root, 'dist');
  const all = readdirSync(join(dist, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .map((file) => join(dist, 'test', file))
    .sort();
  const chosen = named.length === 0 ? all : named.flatMap((name) => meant(root, all, name));
  const reach = new Reach(dist);
  return [...new Set(chosen)].filter((file) => !unit || isUnit(reach.of(file)));
}

function meant(root: string, all: readonly string[], name: string): readonly string[] {
  const path = relative(root, resolve(root, name)).replace(/^dist\//, '');
  const compiled = join(root, 'dist', path.replace(/\.ts$/, '.js'));
  const found = all.filter((file) => file === compiled || file.startsWith(`${compiled}/`));
  if (found.length === 0)
    throw new Error(`No test file is ${name}. Name a *.test.ts or a folder below test.`);
  return found;
}
