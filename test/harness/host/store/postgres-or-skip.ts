import type { Context } from 'mocha';
import pg from 'pg';
import { postgresUrl } from './postgres-url.js';

/**
 * For a `before` hook: skips the suite where PostgreSQL cannot be reached, and fails it instead when
 * `REQUIRE_ALL=1`, so that CI never passes by skipping.
 *
 * @example
 * before(async function () { await postgresOrSkip(this); });
 */
export async function postgresOrSkip(context: Context): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl(), connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
  } catch (cause) {
    if (process.env.REQUIRE_ALL === '1') {
      throw new Error(`PostgreSQL at ${postgresUrl()} is required and cannot be reached`, { cause });
    }
    process.stderr.write(`skipped: PostgreSQL at ${postgresUrl()} cannot be reached\n`);
    context.skip();
  }
}
