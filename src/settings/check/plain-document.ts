import type { Issue } from '../../contract/index.js';

/** The settings have six levels. */
const DEEPEST = 16;

/** A JSON document free of what would confuse the libraries behind, and what was taken out of it. */
export interface PlainDocument {
  readonly document: unknown;
  readonly issues: readonly Issue[];
}

/**
 * A copy of a value as JSON. Keys that every object inherits (`constructor`, `__proto__`) are taken out and reported:
 * class-transformer would call one, and class-validator takes some for known.
 */
export function plainDocument(value: unknown): PlainDocument {
  const issues: Issue[] = [];
  const refuse = (path: string, code: string, message: string): undefined => {
    issues.push({ path, code, message });
  };

  function copy(node: unknown, path: string, level: number): unknown {
    if (typeof node !== 'object' || node === null) return node;
    if (level > DEEPEST) {
      refuse(path, 'too_deep', 'Settings are not nested as deep as this.');
      return;
    }
    if (Array.isArray(node))
      return node.map((element: unknown, index) => copy(element, `${path}/${index}`, level + 1));
    const kept: [string, unknown][] = [];
    for (const [key, member] of Object.entries(node)) {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (key in Object.prototype) refuse(at, 'unknown_key', 'There is no such setting; take it out.');
      else kept.push([key, copy(member, at, level + 1)]);
    }
    return Object.fromEntries(kept);
  }

  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    // A cycle, a bigint, or nesting beyond what the engine can walk.
  }
  const document = json === undefined ? undefined : copy(JSON.parse(json), '', 1);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return {
      document: {},
      issues: [{ path: '', code: 'wrong_type', message: 'Give the settings as a JSON object.' }],
    };
  return { document, issues };
}
