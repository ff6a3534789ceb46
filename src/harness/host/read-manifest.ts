import { readFile } from 'node:fs/promises';
import { Fault, type Issue, type Manifest } from '../../contract/index.js';
import { manifestIssues } from './manifest-issues.js';

/**
 * Reads and validates a manifest; nothing of the extension has run yet.
 *
 * @throws Fault `manifest_unreadable`, or `manifest_invalid` with the path of the first issue and all issues as `cause`
 */
export async function readManifest(path: string): Promise<Manifest> {
  const value = await parse(path);
  const issues = manifestIssues(value);
  if (issues.length > 0) throw invalid(issues);
  return value as Manifest;
}

async function parse(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    throw new Fault({
      kind: 'config',
      code: 'manifest_unreadable',
      message: `There is no JSON file to read at ${path}.`,
      cause,
    });
  }
}

function invalid(issues: readonly Issue[]): Fault {
  return new Fault({
    kind: 'config',
    code: 'manifest_invalid',
    message: issues.map((issue) => issue.message).join(' '),
    path: issues[0]?.path ?? '',
    cause: issues,
  });
}
