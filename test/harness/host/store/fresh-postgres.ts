import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { postgresUrl } from './postgres-url.js';

/** Creates an empty PostgreSQL database and tells how to drop it. */
export async function freshPostgres(): Promise<{ spec: string; remove(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(postgresUrl());
  await administer(url.href, `CREATE DATABASE ${name}`);
  const spec = new URL(url);
  spec.pathname = `/${name}`;
  return {
    spec: spec.href,
    remove: () => administer(url.href, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
