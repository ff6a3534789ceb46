import { Fault } from '../../../contract/index.js';

/** Where the host's database is: a SQLite file of its own, or a PostgreSQL that several hosts may share. */
export type DatabaseSpec =
  | { readonly dialect: 'sqlite'; readonly file: string }
  | { readonly dialect: 'postgres'; readonly url: string };

/**
 * Reads a database specification: a `postgres://` (or `postgresql://`) URL, anything else is a file path.
 *
 * @throws Fault `database_spec_invalid` for another scheme, and for SQLite in memory: the read-only connection would
 * open a second, empty database.
 */
export function parseDatabaseSpec(spec: string): DatabaseSpec {
  if (/^postgres(ql)?:\/\//.test(spec)) return { dialect: 'postgres', url: spec };
  if (spec === '' || spec.includes(':memory:') || /^[a-z][a-z0-9+.-]+:\/\//i.test(spec)) {
    throw new Fault({
      kind: 'config',
      code: 'database_spec_invalid',
      message: 'Give the database as the path of a SQLite file or as a postgres:// URL.',
    });
  }
  return { dialect: 'sqlite', file: spec };
}
