import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

const IMPORT =
  /(?:^|\s)(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\s)import\s*\(?\s*['"]([^'"]+)['"]/g;

/** What a compiled file comes to by its imports, and theirs: packages by name, files by their path from `root`. */
export class Reach {
  private readonly imports = new Map<string, readonly string[]>();

  constructor(private readonly root: string) {}

  of(file: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [file];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const imported of this.importsOf(next)) {
        const name = imported.startsWith('/') ? relative(this.root, imported) : imported;
        if (found.has(name)) continue;
        found.add(name);
        if (imported.startsWith('/')) open.push(imported);
      }
    }
    return found;
  }

  private importsOf(file: string): readonly string[] {
    const known = this.imports.get(file);
    if (known) return known;
    const text = readFileSync(file, 'utf8');
    const all = [...text.matchAll(IMPORT)].map(([, from, bare]) => from ?? bare ?? '');
    const found = all.map((name) => (name.startsWith('.') ? resolve(dirname(file), name) : name));
    this.imports.set(file, found);
    return found;
  }
}
