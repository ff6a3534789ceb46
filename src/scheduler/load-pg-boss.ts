import type * as PgBossPackage from 'pg-boss';
import { Fault } from '../contract/index.js';

/** pg-boss needs `require(esm)`, which Node has from here on. */
const OLDEST = { major: 22, minor: 12 };

/**
 * pg-boss, which is loaded only where several replicas are wanted: it is an optional dependency, and asks for a newer
 * Node than the rest.
 *
 * @param node as `process.versions.node` tells it
 * @throws Fault `node_too_old`, `pg_boss_missing`
 */
export async function loadPgBoss(node: string = process.versions.node): Promise<typeof PgBossPackage> {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    throw new Fault({
      kind: 'config',
      code: 'node_too_old',
      message: `Several replicas need Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is ${node}: start with a newer Node, or run one replica without pg-boss.`,
    });
  }
  try {
    return await import('pg-boss');
  } catch (cause) {
    throw new Fault({
      kind: 'config',
      code: 'pg_boss_missing',
      message:
        'Several replicas need the package pg-boss, which could not be loaded: install pg-boss 12.38 or newer.',
      cause,
    });
  }
}
