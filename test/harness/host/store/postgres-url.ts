/** Where the tests look for PostgreSQL: `TEST_POSTGRES_URL`, or the usual local address. */
export function postgresUrl(): string {
  return process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
}
