import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The rooms of each floor from the lowest to the highest, as the lint rule has them. @param root of the repository */
export async function readStairs(root: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const config: unknown = await import(pathToFileURL(join(root, 'eslint.config.js')).href);
  return (config as { stairs: Readonly<Record<string, readonly string[]>> }).stairs;
}
