import { spawnSync } from 'node:child_process';
import type { Context } from 'mocha';

const isNewEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
};

const find = (): string | null => {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const args = ['exec', '--yes', '--package=node@24', '--', 'node', '-p', 'process.execPath'];
  const { status, stdout } = spawnSync('npm', args, { encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? stdout.trim() : null;
};

/**
 * For a `before` hook: the path of a Node that pg-boss takes (22.12 and newer): this one, or Node 24 by npm. Skips the
 * suite where none can be had, and fails it instead when `REQUIRE_ALL=1`.
 */
export function newerNodeOrSkip(context: Context): string {
  const node = find();
  if (node !== null) return node;
  if (process.env.REQUIRE_ALL === '1')
    throw new Error('Node 22.12 or newer is required and cannot be had by npm');
  process.stderr.write('skipped: Node 22.12 or newer cannot be had by npm\n');
  return context.skip();
}
